/* Prepares the process before .NET starts in it. .NET reads its settings and starts its first thread before any line of C# runs, so
   these few lines have to be C. Linked into every executable by Directory.Build.targets.

   The rule behind each: a check exits with 0 to 3 and prints one line, whatever surrounds it. */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

extern char **environ;

/* Larger than any time zone file. */
enum { LARGEST_ZONE = 1024 * 1024 };

static int is_runtime_setting(const char *entry)
{
    return strncmp(entry, "DOTNET_", 7) == 0 || strncmp(entry, "COMPlus_", 8) == 0 || strncmp(entry, "CORECLR_", 8) == 0;
}

/* A container image with DOTNET_DbgEnableMiniDump=1 or a DOTNET_GCHeapHardLimit of its own is meant for other programs: with such a
   setting .NET may end before it runs the check. */
static void drop_runtime_settings(void)
{
    char **kept = environ;
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
        if (!is_runtime_setting(*entry))
            *kept++ = *entry;
    if (kept != NULL)
        *kept = NULL;
}

/* .NET reads the file that TZ names to its end. With TZ=:/dev/zero it has none. It also compares the local zone with every file
   below TZDIR, devices included: with TZDIR=/dev that ends in an abort, so the system's directory is used always. */
static void drop_endless_time_zone(void)
{
    unsetenv("TZDIR");
    const char *zone = getenv("TZ");
    if (zone == NULL)
        return;
    if (*zone == ':')
        zone++;
    char path[PATH_MAX];
    struct stat status;
    int length = *zone == '/' ? snprintf(path, sizeof path, "%s", zone)
                              : snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    /* .NET shortens a path with ".." in it before it opens the file, and may so come to another file than stat does. */
    int is_harmless = strstr(path, "..") == NULL && length < (int)sizeof path
        && (stat(path, &status) != 0 || (S_ISREG(status.st_mode) && status.st_size <= LARGEST_ZONE) || S_ISDIR(status.st_mode));
    if (!is_harmless)
        unsetenv("TZ");
}

/* Holds back the signals that end a check. A thread of the check waits for them (Linux.Host.EndSignals) and prints the last line.
   A signal that the caller ignores, as nohup does with SIGHUP, stays ignored. */
static void hold_end_signals(void)
{
    const int signals[] = { SIGTERM, SIGINT, SIGHUP };
    sigset_t held;
    sigemptyset(&held);
    for (int index = 0; index < 3; index++) {
        struct sigaction action;
        if (sigaction(signals[index], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&held, signals[index]);
    }
    sigprocmask(SIG_BLOCK, &held, NULL);
}

__attribute__((constructor)) static void prepare_process(void)
{
    drop_runtime_settings();
    drop_endless_time_zone();
    /* With a file size limit (ulimit -f 0) a write then fails with EFBIG instead of killing the process. */
    signal(SIGXFSZ, SIG_IGN);
    hold_end_signals();
}
