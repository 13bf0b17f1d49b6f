using System.Globalization;
using System.Text;
using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Acknowledgements from the API of Icinga 2: GET /v1/objects/services, hosts and comments, filtered by the server.</summary>
/// <param name="endpoint">Where the API is and how to log in.</param>
/// <param name="groups">Whether groups are wanted.</param>
internal sealed class IcingaApiSource(IcingaEndpoint endpoint, bool groups) : AcknowledgementSource
{
    // A comment and the flag of its acknowledgement are set milliseconds apart.
    private const double SameMoment = 60;
    private const double AcknowledgementEntry = 4;
    private const string CheckableAttributes =
        "&attrs=__name&attrs=state&attrs=acknowledgement&attrs=acknowledgement_expiry&attrs=acknowledgement_last_change&"
            + "attrs=last_check_result&attrs=enable_notifications&attrs=downtime_depth";

    /// <inheritdoc/>
    public override string Where => endpoint.Url;

    /// <summary>With the user: what one may not see must not end what is remembered for another.</summary>
    public override string MemoryKey => $"{endpoint.Url} as {endpoint.User ?? endpoint.Certificate}";

    /// <inheritdoc/>
    public override EngineReport Read(CheckRun run)
    {
        run.Stage = $"connecting to {endpoint.Url}";
        using var http = new IcingaHttp(endpoint);
        var comments = new Dictionary<Checkable, IcingaObject>();
        var problems = new List<AcknowledgedProblem>();
        var leftovers = new List<LeftoverComment>();
        var found = new List<IcingaObject>();
        void Keep(IcingaObject thing)
        {
            if (thing.Acknowledgement > 0)
                found.Add(thing);
        }

        var groupsOf = groups ? "&attrs=groups" : "";
        run.Stage = $"asking {endpoint.Url} for acknowledged services";
        Get(http, $"/v1/objects/services?filter=service.acknowledgement!=0&attrs=host_name&attrs=name&attrs=last_state_ok"
            + $"{CheckableAttributes}{groupsOf}{(groups ? "&joins=host.groups" : "")}", Keep);
        var services = found.Count;
        run.Stage = $"asking {endpoint.Url} for acknowledged hosts";
        Get(http, $"/v1/objects/hosts?filter=host.acknowledgement!=0&attrs=last_state_up&attrs=last_reachable"
            + $"{CheckableAttributes}{groupsOf}", Keep);
        run.Stage = $"asking {endpoint.Url} for comments";
        Get(http, "/v1/objects/comments?filter=comment.entry_type==4&attrs=host_name&attrs=service_name&attrs=author&attrs=text&"
            + "attrs=entry_type&attrs=entry_time&attrs=expire_time"
            + "&joins=service.state&joins=service.acknowledgement&joins=host.state&joins=host.acknowledgement", comment => KeepNewest(
                comments, comment));

        var now = run.Clock.WallSeconds;
        for (var index = 0; index < found.Count; index++)
            problems.Add(Problem(found[index], isHost: index >= services, comments, now));
        foreach (var (about, comment) in comments)
        {
            if (comment.Target is { Acknowledgement: 0, State: > 0 } target)
                leftovers.Add(new LeftoverComment(about, AcknowledgedProblem.StateOf(target.State, about.Service is null),
                    comment.Author, comment.Text, comment.EntryTime));
        }

        return new EngineReport { Engine = "Icinga 2", Problems = problems, Leftovers = leftovers, HasExpiry = true,
            Notes = endpoint.IsVerified ? [] : ["the API's certificate was not verified (--ssl-insecure)"] };
    }

    /// <inheritdoc/>
    public override string? ClearPermission => "the API user needs the permission actions/remove-acknowledgement";

    /// <inheritdoc/>
    public override void Act(EngineAction action, CheckRun run)
    {
        run.Stage = $"asking {endpoint.Url} to act";
        using var http = new IcingaHttp(endpoint);
        var (name, json) = IcingaAction.Request(action);
        var (status, body) = http.Post($"/v1/actions/{name}", json);
        using (body)
        {
            var text = ErrorText(body);
            if (status is 403 or 404)
            {
                throw new CheckException($"{endpoint.Url} refuses {name} on {UntrustedText.Clean(action.About.Name, 100)} ({status}): "
                    + $"{UntrustedText.Clean(text, 120)}; the API user needs the permission actions/{name}");
            }

            if (status != 200)
                throw new CheckException(string.Create(CultureInfo.InvariantCulture,
                    $"{endpoint.Url} answers {name} on {UntrustedText.Clean(action.About.Name, 100)} with {status}: "
                    + $"{UntrustedText.Clean(text, 160)}"));
        }
    }

    /// <summary>curl, with everything that was given to reach and to trust the API.</summary>
    protected override ShellCommand Clear(Checkable about)
    {
        var login = endpoint.Certificate is { } certificate
            ? endpoint.Key is { } key ? ShellCommand.Of($"--cert {certificate} --key {key}") : ShellCommand.Of($"--cert {certificate}")
            : ShellCommand.Of($"-u {endpoint.User ?? "USER"}");
        var trust = !endpoint.IsVerified ? ShellCommand.Of($" --insecure") : endpoint.Ca is { } ca ? ShellCommand.Of($" --cacert {ca}")
            : ShellCommand.Of($"");

        // curl verifies the certificate by the name in the URL: the URL has the certificate's name, and --connect-to the address.
        var route = endpoint.ConnectTo is { } connectTo ? ShellCommand.Of($" --connect-to {connectTo}") : ShellCommand.Of($"");
        var url = about.Service is null
            ? Url.Of($"{endpoint.Scheme}://{endpoint.NameInUrl}:{endpoint.Port}/v1/actions/remove-acknowledgement?host={about.Host}")
            : Url.Of($"{endpoint.Scheme}://{endpoint.NameInUrl}:{endpoint.Port}/v1/actions/remove-acknowledgement?service={about.Host}!"
                + $"{about.Service}");
        return ShellCommand.Of($"curl -sS {login}{trust}{route} -H 'Accept: application/json' -X POST {url}");
    }

    /// <summary>
    /// Puts object and comment together. The comment knows the time best: the flag's last change lies in the future after
    /// ACKNOWLEDGE_..._EXPIRE through the command pipe of 2.13, which stores the end there and forgets it as the end. Only a comment that
    /// is
    /// much older than the flag is not its own: that was deleted, and an older persistent one is left.
    /// </summary>
    internal static AcknowledgedProblem Problem(IcingaObject thing, bool isHost, Dictionary<Checkable, IcingaObject> comments, double now)
    {
        var service = isHost ? null : thing.ServiceName ?? "";
        var changed = thing.AcknowledgementLastChange;
        var comment = comments.GetValueOrDefault(new Checkable(thing.HostName, service));
        if (comment is not null && changed <= now && changed != comment.ExpireTime && changed > comment.EntryTime + SameMoment)
            comment = null;
        var expires = thing.AcknowledgementExpiry > 0 ? thing.AcknowledgementExpiry : comment?.ExpireTime ?? 0;
        double? at = comment is { EntryTime: > 0 } ? comment.EntryTime : changed > 0 && changed <= now ? changed : null;
        return new AcknowledgedProblem
        {
            Host = thing.HostName,
            Service = service,
            State = AcknowledgedProblem.StateOf(isHost && thing.State == 1 && !thing.Reachable ? 2 : thing.State, isHost),
            Sticky = thing.Acknowledgement == 2,
            AcknowledgedAt = at,
            Expires = expires > 0 ? expires : null,
            Author = comment?.Author,
            Comment = comment?.Text,
            Output = thing.Output,
            LongOutput = thing.LongOutput,
            InDowntime = thing.DowntimeDepth > 0,
            PerfData = thing.PerfData,
            NotificationsEnabled = thing.NotificationsEnabled,
            LastOk = thing.LastOk,
            Groups = thing.Groups,
        };
    }

    private static void KeepNewest(Dictionary<Checkable, IcingaObject> comments, IcingaObject comment)
    {
        var key = new Checkable(comment.HostName, string.IsNullOrEmpty(comment.ServiceName) ? null : comment.ServiceName);
        if (comment.EntryType == AcknowledgementEntry && (
            !comments.TryGetValue(key, out var known) || comment.EntryTime >= known.EntryTime))
            comments[key] = comment;
    }

    private void Get(IcingaHttp http, string target, Action<IcingaObject> take)
    {
        var (status, body) = http.Get(target.Replace("!=", "%21%3D", StringComparison.Ordinal).Replace("==", "%3D%3D",
            StringComparison.Ordinal));
        using (body)
        {
            if (status != 200)
                throw Refused(status, target, ErrorText(body));
            IcingaResults.Read(body, endpoint.Url, take);
        }
    }

    // {"error":403,"status":"Missing permission: objects/query/Comment"}
    private static string ErrorText(ByteSource body)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (length < buffer.Length && body.Read(buffer.AsSpan(length)) is var got and > 0)
            length += got;
        try
        {
            var json = new Utf8JsonReader(buffer.AsSpan(0, length));
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("status"u8) && json.Read())
                    return EngineJson.Text(ref json);
            }
        }
        catch (JsonException)
        {
            // An error page of something else: shown as it is.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private CheckException Refused(int status, string target, string text)
    {
        var what = target.Split('?')[0];
        var who = endpoint.User is { } user ? $"user {UntrustedText.Clean(user, 60)}" : "the client certificate's user";
        var grant = NextStep.Of($"object ApiUser \"stale-acks\" {{ password = \"...\"; permissions = [ \"objects/query/Host\", "
            + $"\"objects/query/Service\", \"objects/query/Comment\" ] }}");
        return status switch
        {
            401 => new CheckException($"{endpoint.Url} does not let {who} in (401)") { Steps = [$"Give the right --user with "
                + $"--password-file or $ICINGA2_API_PASSWORD", $"Or make that user in Icinga's conf.d/api-users.conf: {grant}"] },
            403 => new CheckException($"{endpoint.Url} does not let {who} read {what} (403): "
                + $"{UntrustedText.Clean(text, 120)}") { Steps =
                [$"Give that user the permissions in Icinga's conf.d/api-users.conf: {grant}"] },

            // A query with a filter that finds nothing is answered with an empty list: this is how 2.13 says that a permission is missing.
            404 => new CheckException($"{endpoint.Url} answers {what} with 404 ({UntrustedText.Clean(text, 120)}): {who} lacks the "
                + $"permission to read it") { Steps = [$"Give that user the permissions in Icinga's conf.d/api-users.conf: {grant}"] },
            _ => new CheckException(string.Create(CultureInfo.InvariantCulture,
                $"{endpoint.Url} answers {what} with {status}: {UntrustedText.Clean(text, 160)}")),
        };
    }
}
