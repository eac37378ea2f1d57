using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using Spectre.Console;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>
/// The main job before one's eyes: a third-party MCP client logs in through OAuth as Ada, reads her calendars at Google and at
/// Microsoft, sends a mail from each, and what Token Vault exchanged for it is shown. Everything runs over real HTTP on loopback.
/// </summary>
internal sealed class DemoCommand(IAnsiConsole console)
{
    private const string Recipient = "ben@acme.example";

    private static readonly string[] SendingAccounts = ["google", "microsoft"];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions(), cancellationToken);
        var tenant = product.Sandbox.Tenant;
        await using var metadata = await ClientMetadataHost.StartAsync(
            "Demo Agent", new Uri("http://127.0.0.1:8976/callback"), cancellationToken);
        await tenant.RegisterCimdClientAsync(metadata.DocumentUrl, metadata.Certificate, cancellationToken);
        using var ada = Person.From(tenant.FindUser("ada@acme.example")!, product.Sandbox.Clock);

        Heading("1  Log in", $"A third-party client, known by its metadata document {metadata.DocumentUrl}, connects to {product.McpUrl}");
        await using var client = await DemoClient.ConnectAsync(product.McpUrl, metadata, ada, cancellationToken);
        console.MarkupLineInterpolated($"Pages that Ada saw: [aqua]{string.Join(" → ", ada.PagesSeen)}[/]");
        console.MarkupLineInterpolated($"Protocol {client.NegotiatedProtocolVersion}, server {client.ServerInfo?.Title} {client.ServerInfo?.Version}");

        Heading("2  Tools", "What the agent may call");
        Show(await client.ListToolsAsync(cancellationToken: cancellationToken));

        Heading("3  Tomorrow's calendar", "One call, merged over both providers");
        var tomorrow = product.Sandbox.Clock.GetUtcNow().AddDays(1).Date;
        var events = await CallAsync(client, "calendar_list_events", new()
        {
            ["from"] = tomorrow.ToString("yyyy-MM-dd", null), ["to"] = tomorrow.AddDays(1).ToString("yyyy-MM-dd", null), ["time_zone"] = "Europe/Paris",
        }, cancellationToken);
        ShowEvents(events);

        Heading("4  Send a mail", "mail:send is not in the token yet: the server answers 403, and the client asks Ada for it");
        var pagesBefore = ada.PagesSeen.Count;
        var subjects = new List<string>();
        foreach (var account in SendingAccounts)
        {
            var subject = $"Notes from {account} – {Guid.NewGuid():N}"[..32];
            subjects.Add(subject);
            var sent = await CallAsync(client, "mail_send_message", new()
            {
                ["account"] = account,
                ["to"] = new[] { Recipient },
                ["subject"] = subject,
                ["body"] = "Dear Ben,\n\nthe notes of today are in the shared folder.\n\nAda",
                ["idempotency_key"] = Guid.NewGuid().ToString(),
            }, cancellationToken);
            console.WriteLine(sent.GetRawText());
        }

        console.MarkupLineInterpolated($"Pages that Ada saw for it: [aqua]{string.Join(" → ", ada.PagesSeen.Skip(pagesBefore))}[/]");

        Heading("5  What Token Vault exchanged", "Ada's Auth0 token in, a short-lived provider token out; neither is ever shown");
        ShowExchanges(product);

        Heading("6  Ben's mailbox", $"What arrived at {Recipient}");
        return ShowMailbox(product, subjects) ? 0 : Fail("A mail that was reported sent is not in the recipient's mailbox.");
    }

    private static async Task<JsonElement> CallAsync(
        McpClient client, string tool, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken);
        if (result.IsError is true)
            throw new McpException($"{tool} failed: {result.StructuredContent?.GetRawText()}");
        return result.StructuredContent!.Value;
    }

    private void Heading(string title, string subtitle)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left });
        console.MarkupLineInterpolated($"[grey]{subtitle}[/]");
    }

    private void Show(IEnumerable<McpClientTool> tools)
    {
        var table = new Table().AddColumns("Tool", "Title", "Reads only").Border(TableBorder.Rounded);
        foreach (var tool in tools)
            table.AddRow(tool.Name, tool.Title ?? "", tool.ProtocolTool.Annotations?.ReadOnlyHint is true ? "yes" : "no");
        console.Write(table);
    }

    private void ShowEvents(JsonElement result)
    {
        var table = new Table().AddColumns("Start", "End", "Title", "Account").Border(TableBorder.Rounded);
        foreach (var item in result.GetProperty("events").EnumerateArray())
            table.AddRow(Text(item, "start"), Text(item, "end"), Text(item.GetProperty("untrusted_content"), "title"), Text(item, "account"));
        console.Write(table);
    }

    private void ShowExchanges(SandboxProduct product)
    {
        var table = new Table().AddColumns("Client", "Subject", "Connection", "Outcome").Border(TableBorder.Rounded);
        foreach (var exchange in product.Sandbox.Tenant.Exchanges.Entries)
            table.AddRow(exchange.ClientId ?? "", exchange.Subject ?? "", exchange.Connection ?? "", exchange.Outcome);
        console.Write(table);
    }

    private bool ShowMailbox(SandboxProduct product, List<string> subjects)
    {
        var received = product.Sandbox.World.Read(accounts => accounts.Single(a => a.Key == "ben-microsoft").Messages
            .Where(m => subjects.Contains(m.Content.Subject ?? ""))
            .Select(m => (From: m.Content.From.ToString(), Subject: m.Content.Subject ?? "", Body: m.Content.TextBody?.ReplaceLineEndings(" ") ?? ""))
            .ToList());
        var table = new Table().AddColumns("From", "Subject", "Body").Border(TableBorder.Rounded);
        foreach (var mail in received)
            table.AddRow(Markup.Escape(mail.From), Markup.Escape(mail.Subject), Markup.Escape(mail.Body));
        console.Write(table);
        return received.Count == subjects.Count;
    }

    private int Fail(string reason)
    {
        console.MarkupLineInterpolated($"[red]{reason}[/]");
        return 1;
    }

    private static string Text(JsonElement item, string name) =>
        Markup.Escape(item.TryGetProperty(name, out var value) ? value.ToString() : "");
}
