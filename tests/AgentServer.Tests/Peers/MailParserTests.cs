using System.Text;
using System.Text.Json;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Tests.Peers;

/// <summary>What a user approves is what parsers that nobody here wrote (npm's mailparser and postal-mime) read of the bytes that are sent.</summary>
public sealed class MailParserTests
{
    private const int Mails = 5_000;
    private static readonly Account Ada = new("google:ada@gmail.example", Provider.Google, "ada@gmail.example", "google-oauth2", null);

    /// <summary>Of what subjects and names are put together from, to look like something else.</summary>
    private static readonly string[] Pieces =
    [
        "Invoice", "Re:", "a", "Zoë", "Grüße", "日本語の件名", "🍵", "👩‍👩‍👧", "e\u0301", "\u200B", "\u202E", "\u2066", "\u00A0", "\u3000", "\u2028", "\uFEFF", "\u00AD",
        " ", "  ", "\"", "\\", "'", ",", ";", ":", "(", ")", "(x)", "<", ">", "<a>", "[", "]", ".", "=", "=?", "?=", "?", "_", "=20", "=0D=0A", "%0A", "&lt;",
        "=?utf-8?B?SGFja2Vk?=", "=?UTF-8?q?Hacked?=", "=?iso-8859-1?Q?=E9?=", "=?utf-8?b?SGFj", "=?utf-8*en?q?x?=", "=? utf-8 ?B?SGFja2Vk?=", "=?x?y?z?=",
        "utf-8''x", "\uD83C", "\uDF75", "\u0000", "\t", "\r\n", "\n", "\u0085", "\u0007", "Bcc: eve@evil.example", "x".PadLeft(80, 'x'), "語".PadLeft(60, '語'),
    ];

    [Fact]
    public async Task What_is_approved_is_what_is_read()
    {
        NodePeers.SkipWhereMissing();
        using var parsers = NodePeers.StartScript("mail-parsers.cjs");
        var (accepted, wrong) = (0, new List<string>());
        var seed = 0;
        for (; accepted < Mails; seed++)
        {
            if (Write(seed) is not { } mail)
                continue;
            accepted++;
            var bytes = mail.ToBytes();
            await parsers.StandardInput.WriteLineAsync(Convert.ToBase64String(bytes));
            await parsers.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            var line = await parsers.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? await parsers.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var read = JsonDocument.Parse(line);
            foreach (var parser in read.RootElement.EnumerateObject())
                if (Read(parser.Value) is var seen && seen != Shown(mail))
                    wrong.Add($"{parser.Name} of {seed} reads\n{seen}\nnot\n{Shown(mail)}\n{Encoding.UTF8.GetString(bytes)}");
        }

        parsers.Kill();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {accepted}: {string.Join("\n\n", wrong.Take(5))}");
        // Hostile enough that some are refused.
        Assert.True(seed > Mails * 1.2, $"only {seed - accepted} were refused");
    }

    /// <summary>Null where it is refused.</summary>
    private static OutgoingMail? Write(int seed)
    {
#pragma warning disable CA5394 // Repeatable, not secret.
        var chance = new Random(seed);
        // What is wrong with one field is not hidden by what is refused of another.
        var hostile = (Field)chance.Next(6);
        try
        {
            return new OutgoingMailInput(
                [$"{Name(Field.To)} <ben@acme.example>", "cho@acme.example"], [$"{Name(Field.Cc)} <dev@acme.example>"], [$"{Name(Field.Bcc)} <fay@acme.example>"],
                Text(Field.Subject, 12), Text(Field.Body, 12) + "\n").From(Ada with { SenderName = Text(Field.From, 4) }) with
            { InternetMessageId = "<id@gmail.example>" };
        }
        catch (ToolFailureException refused)
        {
            Assert.Equal(FailureCode.InvalidInput, refused.Failure.Code);
            return null;
        }

        string Text(Field field, int most) => string.Concat(Enumerable.Range(0, chance.Next(1, most)).Select(_ => Piece(field == hostile)));

        string Piece(bool isHostile) => isHostile && chance.Next(3) == 0 ? Pieces[chance.Next(Pieces.Length)] : Pieces[chance.Next(8)] + (chance.Next(2) == 0 ? " " : "");

        string Name(Field field) => chance.Next(3) switch
        {
            0 => Text(field, 4).Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal),
            1 => $"\"{Text(field, 4).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            _ => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(field, 4)))}?=",
        };
#pragma warning restore CA5394
    }

    private enum Field
    {
        To,
        Cc,
        Bcc,
        Subject,
        Body,
        From,
    }

    /// <summary>As the page, the phone and the dry run have it.</summary>
    private static string Shown(OutgoingMail mail)
    {
        var summary = MailAction.Of(mail, []).Summary;
        var facts = summary.Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        return Join(facts["Subject"], summary.People.Prepend(new ActionPerson("From", facts.GetValueOrDefault("Sender's name"), summary.Account, false)).Select(p => (p.Role, p.Name ?? "", p.Address)), summary.Text!);
    }

    private static string Read(JsonElement mail) => Join(
        mail.GetProperty("subject").GetString()!,
        from role in (string[])["From", "To", "Cc", "Bcc"]
        from person in mail.GetProperty(role.ToLowerInvariant()).EnumerateArray()
        select (role, person.GetProperty("name").GetString()!, person.GetProperty("address").GetString()!),
        mail.GetProperty("text").GetString()!.Replace("\r\n", "\n", StringComparison.Ordinal));

    private static string Join(string subject, IEnumerable<(string Role, string Name, string Address)> people, string text) => string.Join(
        '\n', [$"[{Escaped(subject)}]", .. people.Select(p => $"{p.Role} [{Escaped(p.Name)}] {p.Address}"), $"[{Escaped(text.TrimEnd('\n'))}]"]);

    private static string Escaped(string text) => JsonSerializer.Serialize(text);
}
