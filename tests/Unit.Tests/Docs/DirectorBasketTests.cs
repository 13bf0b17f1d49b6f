using System.Text.Json;

namespace Docs.Tests;

/// <summary>docs/icinga/director/basket.json keeps to what Director 1.10.2 was found to restore: no "uuid" but on fields, links to fields
/// of the same file, and a text for each null that its importer reads.</summary>
public sealed class DirectorBasketTests
{
    private static readonly JsonElement Basket =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs/icinga/director/basket.json"))).RootElement;

    [Fact]
    public void Every_check_has_a_command_and_a_template_that_uses_it()
    {
        var commands = Names("Command");
        Assert.Equal(Repository.Executables.Select(name => "cmd-" + name.Replace('_', '-')).Order(StringComparer.Ordinal), commands);
        var used = Basket.GetProperty("ServiceTemplate").EnumerateObject()
            .Select(template => template.Value.GetProperty("check_command").GetString()!).Order(StringComparer.Ordinal);
        Assert.Equal(commands, used);
    }

    // Two commands of one name stop an Icinga, and the template library's file has the plain names.
    [Fact]
    public void No_command_is_called_like_one_of_the_template_library() =>
        Assert.Empty(Names("Command")
            .Intersect(Repository.Executables.Select(name => name.Replace('_', '-')).Concat(Repository.Executables)));

    [Fact]
    public void Every_argument_has_the_field_of_its_variable_and_there_is_no_other_field()
    {
        var fields = Basket.GetProperty("Datafield").EnumerateObject()
            .ToDictionary(field => int.Parse(field.Name, System.Globalization.CultureInfo.InvariantCulture), field => field.Value);
        var linked = new List<int>();
        foreach (var command in Basket.GetProperty("Command").EnumerateObject().Select(command => command.Value))
        {
            var ids = command.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("datafield_id").GetInt32()).ToList();
            var variables = command.GetProperty("arguments").EnumerateObject()
                .Select(argument => (argument.Value.TryGetProperty("value", out var value) ? value : argument.Value.GetProperty("set_if"))
                    .GetString()!.Trim('$'));
            Assert.Equal(variables, ids.Select(id => fields[id].GetProperty("varname").GetString()));
            linked.AddRange(ids);
        }

        Assert.Equal(fields.Keys.Order(), linked.Order());
    }

    [Fact]
    public void No_secret_and_no_uuid_is_in_it_and_a_password_s_field_is_hidden()
    {
        Assert.DoesNotContain("uuid", Basket.GetRawText(), StringComparison.Ordinal);
        var passwords = Basket.GetProperty("Datafield").EnumerateObject().Select(field => field.Value)
            .Where(field => field.GetProperty("varname").GetString()!.EndsWith("_password", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(passwords);
        Assert.All(passwords, field => Assert.Equal("hidden", field.GetProperty("settings").GetProperty("visibility").GetString()));
    }

    private static IEnumerable<string> Names(string kind) =>
        Basket.GetProperty(kind).EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);
}
