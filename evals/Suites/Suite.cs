using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Evals.Suites;

/// <summary>A published suite of the field, made into scenarios of this loop. Its data is read where it lies; none is kept here.</summary>
/// <param name="NotYet">Tasks that need tools which do not exist.</param>
internal sealed record Suite(string Name, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<NotYet> NotYet)
{
    /// <summary>Whose mailbox and calendar hold a suite's data: the user's only account.</summary>
    public const string User = "ada@acme.example";
    public const string Account = "ada-google";

    /// <summary>IANA zone of that account's calendar, in which a suite's times are.</summary>
    public const string Zone = "Europe/Paris";

    public static readonly IReadOnlyList<string> Names = ["agentdojo", "workbench"];

    /// <param name="folder">The root of a checkout of the suite's repository.</param>
    /// <exception cref="InvalidDataException">The folder does not hold the suite; the message says which file is missing or faulty.</exception>
    public static Suite Load(string name, string folder) => name switch
    {
        "agentdojo" => AgentDojoWorkspace.Load(folder),
        _ => WorkBench.Load(folder),
    };

    /// <summary>The world in which nothing is but what the suite places there.</summary>
    /// <param name="local">The suite's clock, in <see cref="Zone"/>.</param>
    public static WorldDelta World(string local) => new()
    {
        At = Time(local),
        Emptied = [Account, "ada-microsoft"],
        Disconnected = ["ada-microsoft"],
    };

    /// <summary>A time without an offset, as the suites write them.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static DateTimeOffset Time(string local) =>
        DateTime.TryParse(local, System.Globalization.CultureInfo.InvariantCulture, out var time)
            ? EventTime.At(NodaTime.LocalDateTime.FromDateTime(time), Zone).ToInstant(Zone).ToDateTimeOffset()
            : throw new InvalidDataException($"{local} is no time.");

    public static string Read(string folder, string file) => File.Exists(Path.Combine(folder, file))
        ? File.ReadAllText(Path.Combine(folder, file))
        : throw new InvalidDataException($"{folder} does not hold {file}: --data must be the root of a checkout of the suite.");
}

/// <param name="Needs">Names for what is missing, for example <c>calendar_create_event</c>.</param>
internal sealed record NotYet(string Task, IReadOnlyList<string> Needs);
