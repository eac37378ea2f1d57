using System.Globalization;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using NodaTime;
using Spectre.Console;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>
/// Shows the main job: a third-party MCP client logs in through OAuth as Ada, reads her calendars at Google and at
/// Microsoft, and sends a mail from each once she has met MFA and approved that very mail; what Token Vault exchanged for it is shown.
/// A hostile mail then has the agent send another, which Ada refuses. At last Dev, who has never connected anything, asks for his calendar and is asked for consent. Everything runs over real HTTP on loopback.
/// </summary>
internal sealed class DemoCommand(IAnsiConsole console)
{
    private const string Recipient = "ben@acme.example";

    private static readonly string[] SendingAccounts = ["google", "microsoft"];

    private readonly DemoScreen _screen = new(console);

    /// <returns>0, or 1 after saying why.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ShowAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is McpException or PersonStuckException or AuthorizationRefusedException or HttpRequestException)
        {
            return _screen.Failed(exception.Message);
        }
    }

    private async Task<int> ShowAsync(CancellationToken cancellationToken)
    {
        await using var product = await SandboxProduct.StartAsync(new SandboxProductOptions(), cancellationToken);
        var tenant = product.Sandbox.Tenant;
        await using var metadata = await ClientMetadataHost.StartAsync("Demo Agent", new Uri("http://127.0.0.1:8976/callback"), cancellationToken);
        tenant.TrustClientHost(metadata.Certificate);
        await tenant.RegisterCimdClientAsync(metadata.DocumentUrl, cancellationToken);
        using var ada = Person.From(tenant.FindUser("ada@acme.example")!, product.Sandbox.Clock);

        _screen.Heading("1  Log in", $"[grey]A third-party client, known by its metadata document {metadata.DocumentUrl}, connects to {product.McpUrl}[/]");
        await using var client = await DemoClient.ConnectAsync(product.McpUrl, metadata, ada, link => OpenAsync(ada, link, cancellationToken), cancellationToken);
        _screen.Line($"Pages that Ada saw: [aqua]{string.Join(" → ", ada.PagesSeen)}[/]");
        _screen.Line($"Protocol {client.NegotiatedProtocolVersion}, server {client.ServerInfo?.Title} {client.ServerInfo?.Version}");

        _screen.Heading("2  Tools", $"[grey]What the agent may call[/]");
        _screen.Tools(await client.ListToolsAsync(cancellationToken: cancellationToken));

        _screen.Heading("3  Tomorrow's calendar", $"[grey]One call, merged over both providers[/]");
        await ReadTomorrowAsync(product, client, "Europe/Paris", cancellationToken);

        _screen.Heading("4  Send a mail from each account", $"[grey]mail:send is not in the token yet: the server answers 403, the client asks Ada for it, and the tenant asks her for a code. Then she sees each mail and approves it[/]");
        var pagesBefore = ada.PagesSeen.Count;
        var subjects = await SendAsync(product, client, cancellationToken);
        _screen.Line($"Pages that Ada saw in all: [aqua]{string.Join(" → ", ada.PagesSeen.Skip(pagesBefore))}[/]");

        _screen.Heading("5  Ben's mailbox", $"[grey]What arrived at {Recipient}[/]");
        var received = ReceivedBy("ben-microsoft", product, subjects);
        _screen.Mailbox(received);
        if (received.Count != subjects.Count)
            return _screen.Failed("A mail that was reported sent is not in the recipient's mailbox.");

        _screen.Heading("6  Mail and events that give orders", $"[grey]Some of what Ada got is an attacker's. She sees what her agent would do, and refuses it[/]");
        if (!await new HostileMail(_screen, product, ada).ShowAsync(client, cancellationToken))
            return _screen.Failed("A mail that Ada refused was sent all the same.");

        _screen.Heading("7  Connect an account", $"[grey]Dev has never connected anything and asks for tomorrow's calendar; the server asks him, through the client, to open a link[/]");
        await ConnectFirstAccountAsync(product, metadata, cancellationToken);
        return 0;
    }

    private async Task ConnectFirstAccountAsync(SandboxProduct product, ClientMetadataHost metadata, CancellationToken cancellationToken)
    {
        using var dev = Person.From(product.Sandbox.Tenant.FindUser("dev.rao@gmail.example")!, product.Sandbox.Clock);
        dev.ProviderAccount = product.Sandbox.World.Find("dev-google");
        await using var client = await DemoClient.ConnectAsync(product.McpUrl, metadata, dev, link => OpenAsync(dev, link, cancellationToken), cancellationToken);
        await ReadTomorrowAsync(product, client, "Australia/Sydney", cancellationToken);
    }

    private async Task OpenAsync(Person person, Uri link, CancellationToken cancellationToken)
    {
        var pagesBefore = person.PagesSeen.Count;
        var page = await person.BrowseAsync(link, cancellationToken);
        if (person.StopsAtDecisions)
            await person.PressAsync(_screen.Page(page), HostileMail.Button, cancellationToken);
        _screen.Line($"The link: {link}");
        _screen.Line($"Pages seen for it: [aqua]{string.Join(" → ", person.PagesSeen.Skip(pagesBefore))}[/]");
    }

    private async Task ReadTomorrowAsync(SandboxProduct product, McpClient client, string zone, CancellationToken cancellationToken)
    {
        var before = product.Sandbox.Tenant.Exchanges.Entries.Count;
        var tomorrow = product.Sandbox.World.Now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date.PlusDays(1).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        var events = await client.SucceedAsync(
            "calendar_list_events", new() { ["from"] = tomorrow, ["to"] = tomorrow, ["time_zone"] = zone }, cancellationToken);
        if (events.TryGetProperty("problems", out var problems))
            throw new McpException($"calendar_list_events left accounts out: {problems}");
        _screen.Events(events);
        _screen.Exchanges(product.Sandbox.Tenant.Exchanges.Entries.Skip(before));
    }

    private async Task<List<string>> SendAsync(SandboxProduct product, McpClient client, CancellationToken cancellationToken)
    {
        var before = product.Sandbox.Tenant.Exchanges.Entries.Count;
        var subjects = new List<string>();
        foreach (var account in SendingAccounts)
        {
            var subject = $"Notes from my {account} account";
            subjects.Add(subject);
            _screen.Sent(await client.SucceedAsync("mail_send_message", new()
            {
                ["account"] = account,
                ["to"] = new[] { Recipient },
                ["subject"] = subject,
                ["body"] = "Dear Ben,\n\nthe notes of today are in the shared folder.\n\nAda",
                ["idempotency_key"] = Guid.NewGuid().ToString(),
            }, cancellationToken));
        }

        var exchanges = product.Sandbox.Tenant.Exchanges.Entries.Skip(before).ToList();
        if (exchanges.Count > 0)
            _screen.Exchanges(exchanges);
        else
            _screen.Line($"[grey]No new exchange: the provider tokens of step 3 are still good for the same user and connections.[/]");
        return subjects;
    }

    private static List<(string From, string Subject, string Body)> ReceivedBy(string account, SandboxProduct product, List<string> subjects) =>
        product.Sandbox.World.Read(accounts => accounts.Single(a => a.Key == account).Messages
            .Where(m => subjects.Contains(m.Content.Subject ?? ""))
            .Select(m => (m.Content.From.Mailboxes.First().Address, m.Content.Subject ?? "", m.Content.TextBody?.Trim() ?? ""))
            .ToList());
}
