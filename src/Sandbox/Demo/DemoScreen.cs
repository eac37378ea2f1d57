using System.Text.Json;
using ModelContextProtocol.Client;
using NodaTime.Text;
using Spectre.Console;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>How the demo looks in a terminal.</summary>
internal sealed class DemoScreen(IAnsiConsole console)
{
    public void Heading(string title, FormattableString subtitle)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left });
        Line(subtitle);
    }

    public void Line(FormattableString text) => console.MarkupLineInterpolated(text);

    public void Tools(IEnumerable<McpClientTool> tools)
    {
        var table = NewTable("Tool", "Title", "Reads only");
        foreach (var tool in tools)
            table.AddRow(tool.Name, tool.Title ?? "", tool.ProtocolTool.Annotations?.ReadOnlyHint is true ? "yes" : "no");
        console.Write(table);
    }

    public void Events(JsonElement result)
    {
        var table = NewTable("Time", "Title", "Account");
        foreach (var item in result.GetProperty("events").EnumerateArray())
            table.AddRow(Time(item), Text(item.GetProperty("untrusted_content"), "title"), Text(item, "account"));
        console.Write(table);
        console.MarkupLineInterpolated($"[grey]Times are in {result.GetProperty("time_zone").GetString()!}.[/]");
    }

    public void Sent(JsonElement receipt) => console.MarkupLine(
        $"[green]{Text(receipt, "status")}[/] from {Text(receipt, "from")} to {string.Join(", ", receipt.GetProperty("to").EnumerateArray())}: {Text(receipt, "subject")}");

    public void Failure(JsonElement failure) => console.MarkupLine(
        $"[red]{Text(failure, "code")}[/]: {Text(failure, "message")} [grey]{Text(failure, "hint")}[/]");

    /// <summary>Other people's words, in a box of their own.</summary>
    public void Quote(string header, string text) => console.Write(new Panel(Markup.Escape(text)).Header(Markup.Escape(header)).BorderColor(Color.Yellow).Expand());

    /// <summary>What a page asks.</summary>
    public SeenPage Page(SeenPage page)
    {
        var people = page.Document.QuerySelectorAll(".people li")
            .Select(li => string.Join("  ", li.QuerySelectorAll(".role, .address, .tag, .note").Select(part => Words(part.TextContent))));
        console.Write(new Panel(Markup.Escape(string.Join('\n', [page.Heading, "", .. people, "", .. page.Document.QuerySelectorAll("button").Select(b => $"[ {Words(b.TextContent)} ]")])))
            .Header("What Ada sees").BorderColor(Color.Aqua).Expand());
        return page;
    }

    public void Exchanges(IEnumerable<ExchangeEntry> exchanges)
    {
        console.MarkupLine("[grey]Token Vault exchanged for it:[/]");
        var table = NewTable("Client", "Auth0 token of", "Connection", "Provider token");
        foreach (var exchange in exchanges)
        {
            var outcome = exchange.Outcome == "granted" ? "[green]granted[/], [grey][[redacted]][/]" : $"[red]{Markup.Escape(exchange.Outcome)}[/]";
            table.AddRow(exchange.ClientId ?? "", exchange.Subject ?? "", exchange.Connection ?? "", outcome);
        }
        console.Write(table);
    }

    public void Mailbox(IEnumerable<(string From, string Subject, string Body)> mails)
    {
        var table = NewTable("From", "Subject", "Body");
        foreach (var (from, subject, body) in mails)
            table.AddRow(Markup.Escape(from), Markup.Escape(subject), Markup.Escape(body));
        console.Write(table);
    }

    public int Failed(string reason)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[red]The demo stopped:[/] {reason}");
        return 1;
    }

    private static Table NewTable(params string[] columns) => new Table().AddColumns(columns).Border(TableBorder.Rounded);

    private static string Time(JsonElement item)
    {
        var (start, end) = (item.GetProperty("start").GetString()!, item.GetProperty("end").GetString()!);
        return OffsetDateTimePattern.ExtendedIso.Parse(start) is { Success: true, Value: var from }
            && OffsetDateTimePattern.ExtendedIso.Parse(end) is { Success: true, Value: var to }
            ? $"{from.TimeOfDay:HH:mm}–{to.TimeOfDay:HH:mm}"
            : "all day";
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(JsonElement item, string name) =>
        Markup.Escape(item.TryGetProperty(name, out var value) ? value.ToString() : "");
}
