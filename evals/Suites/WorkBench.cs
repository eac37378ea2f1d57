using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Suites;

/// <summary>
/// WorkBench's email and calendar sets (github.com/olly-styles/WorkBench, MIT): queries with the calls that answer them. What the calls would
/// leave in a mailbox is the goal: these mails, and nothing else changed. Its clock stands at 2023-11-30T00:00.
/// </summary>
internal static partial class WorkBench
{
    private const string Clock = "2023-11-30T00:00";
    private const string Queries = "data/processed/queries_and_answers";

    /// <summary>Its calls, for which there are no tools yet.</summary>
    private static readonly Dictionary<string, string> Missing = new(StringComparer.Ordinal)
    {
        ["delete_email"] = "mail_delete_message",
        ["create_event"] = "calendar_create_event",
        ["update_event"] = "calendar_update_event",
        ["delete_event"] = "calendar_delete_event",
    };

    public static Suite Load(string folder)
    {
        var emails = Table(folder, "data/processed/emails.csv");
        var events = Table(folder, "data/processed/calendar_events.csv");
        var world = Suite.World(Clock) with
        {
            Mail =
            [
                .. emails.Select(m => new PlacedMail(Suite.Account, m["sender/recipient"], m["subject"], Lines(m["body"]))
                {
                    At = Suite.Time(m["sent_datetime"]), IsRead = true, IsSent = m["inbox/outbox"] == "outbox",
                }),
            ],
            Events =
            [
                .. events.Select(e => new PlacedEvent(Suite.Account, e["event_name"])
                {
                    Start = Suite.Time(e["event_start"]), Minutes = double.Parse(e["duration"], CultureInfo.InvariantCulture), Attendees = [e["participant_email"]],
                }),
            ],
        };
        var byId = emails.ToDictionary(m => m["email_id"], StringComparer.Ordinal);
        var scenarios = new List<Scenario>();
        var notYet = new List<NotYet>();
        foreach (var set in (string[])["calendar", "email"])
        {
            var rows = Table(folder, $"{Queries}/{set}_queries_and_answers.csv");
            // A query whose answer is to do nothing needs the tool all the same: whoever lacks it has not decided anything.
            var needs = rows.GroupBy(row => row["base_template"]).ToDictionary(
                template => template.Key, template => Needs(template.SelectMany(row => Calls(row["answer"]))), StringComparer.Ordinal);
            for (var i = 0; i < rows.Count; i++)
            {
                var id = $"workbench-{set}-{i + 1}";
                if (needs[rows[i]["base_template"]] is { Count: > 0 } missing)
                    notYet.Add(new NotYet(id, missing));
                else
                    scenarios.Add(Task(id, rows[i], world, byId));
            }
        }

        return new Suite("workbench", scenarios, notYet);
    }

    private static Scenario Task(string id, IReadOnlyDictionary<string, string> row, WorldDelta world, Dictionary<string, IReadOnlyDictionary<string, string>> emails)
    {
        var sends = Calls(row["answer"]).Select(call => Send(call, emails)).ToList();
        return new Scenario
        {
            Id = id,
            Title = row["query"],
            User = Suite.User,
            Prompts = [row["query"]],
            World = world,
            Person = new PersonBehaviour { Wants = [.. sends.Select(send => new Wanted([send.To], send.Subject))] },
            Plan = [.. sends.SelectMany((send, i) => Plan(send, $"{id}-{i + 1}"))],
            Goal = new Goal { Sent = [.. sends.Select(send => new SentMail(Suite.Account, [send.To], send.Subject, send.Body))] },
            MaxCalls = 4 * sends.Count,
        };
    }

    /// <summary>What the call would send, as its tools do it: an answer has the subject of the mail that it answers, what is forwarded FW: before it.</summary>
    private static Outgoing Send((string Name, IReadOnlyDictionary<string, string> Arguments) call, Dictionary<string, IReadOnlyDictionary<string, string>> emails)
    {
        if (call.Name == "send_email")
            return new Outgoing(call.Arguments["recipient"], call.Arguments["subject"], Lines(call.Arguments["body"]), null);
        var about = emails.TryGetValue(call.Arguments["email_id"], out var found)
            ? found
            : throw new InvalidDataException($"An answer names the email {call.Arguments["email_id"]}, which emails.csv does not hold.");
        return call.Name == "reply_email"
            ? new Outgoing(about["sender/recipient"], about["subject"], Lines(call.Arguments["body"]), about)
            : new Outgoing(call.Arguments["recipient"], $"FW: {about["subject"]}", Lines(about["body"]), about);
    }

    /// <summary>Finds the mail that it is about, reads it where its text goes on, and sends.</summary>
    private static IEnumerable<PlanStep> Plan(Outgoing send, string key)
    {
        var body = send.Body;
        if (send.About is { } about)
        {
            yield return Step("mail_search_messages", new { query = $"from:{about["sender/recipient"]} subject:\"{about["subject"]}\"", limit = 1 }, "found");
            if (send.Subject.StartsWith("FW: ", StringComparison.Ordinal))
            {
                yield return Step("mail_read_message", new { message_id = "${found.messages[0].id}", account = "google" }, "mail");
                body = "${mail.untrusted_content.body}";
            }
        }

        yield return Step("mail_send_message", new { account = "google", to = new[] { send.To }, subject = send.Subject, body, idempotency_key = key });
    }

    private static PlanStep Step(string tool, object arguments, string? name = null) =>
        new(tool, JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(a => a.Name, a => a.Value), name);

    private static IReadOnlyList<string> Needs(IEnumerable<(string Name, IReadOnlyDictionary<string, string> Arguments)> calls) =>
        [.. calls.Select(call => Missing.GetValueOrDefault(call.Name)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Of a cell like <c>['email.reply_email.func(email_id="00000234", body="Thanks")']</c>.</summary>
    private static IEnumerable<(string Name, IReadOnlyDictionary<string, string> Arguments)> Calls(string answer) => Call().Matches(answer).Select(call => (
        call.Groups["name"].Value,
        (IReadOnlyDictionary<string, string>)Argument().Matches(call.Groups["arguments"].Value)
            .ToDictionary(a => a.Groups["name"].Value, a => a.Groups["value"].Value.Replace(@"\'", "'", StringComparison.Ordinal), StringComparer.Ordinal)));

    /// <summary>Line breaks are written as \n, once or twice escaped.</summary>
    private static string Lines(string text) => text.Replace(@"\\n", "\n", StringComparison.Ordinal).Replace(@"\n", "\n", StringComparison.Ordinal);

    private static List<IReadOnlyDictionary<string, string>> Table(string folder, string file)
    {
        using var csv = new CsvReader(new StringReader(Suite.Read(folder, file)), CultureInfo.InvariantCulture);
        try
        {
            return [.. csv.GetRecords<dynamic>().Select(row => ((IDictionary<string, object>)row).ToDictionary(cell => cell.Key, cell => (string)cell.Value, StringComparer.Ordinal))];
        }
        catch (CsvHelperException exception)
        {
            throw new InvalidDataException($"{file}:{csv.Parser.RawRow}: is no CSV.", exception);
        }
    }

    [GeneratedRegex("""\.(?<name>[a-z_]+)\.func\((?<arguments>((, )?\w+="(\\.|[^"\\])*")*)\)""")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<name>\w+)=""(?<value>(\\.|[^""\\])*)""")]
    private static partial Regex Argument();

    /// <param name="About">The mail that it answers or forwards; null for neither.</param>
    private sealed record Outgoing(string To, string Subject, string Body, IReadOnlyDictionary<string, string>? About);
}
