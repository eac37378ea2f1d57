using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Benchmarks;

/// <summary>Both providers' answers from memory, so that a provider costs both servers the same and next to nothing.</summary>
internal static class StaticProviders
{
    public const int Events = 25;
    public const int Mails = 10;
    public const string Title = "Planning round";

    private const string Json = "application/json; charset=UTF-8";

    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var world = new SandboxWorld(TimeProvider.System);
        Seed.Own.Fill(world);
        MapGoogle(app, Account(world, "ada-google"));
        MapGraph(app, Account(world, "ada-microsoft"));
        await app.RunAsync();
    }

    private static ProviderAccount Account(SandboxWorld world, string key) => world.Find(key)!;

    private static void MapGoogle(WebApplication app, ProviderAccount account)
    {
        Map(app, "/v1/userinfo", new JsonObject { ["sub"] = account.ProviderUserId, ["email"] = account.Address, ["email_verified"] = true });
        Map(app, "/calendar/v3/calendars/{id}/events", GoogleEvents(account.Address));
        Map(app, "/gmail/v1/users/me/messages", new JsonObject
        {
            ["messages"] = new JsonArray([.. Enumerable.Range(0, Mails).Select(i => new JsonObject { ["id"] = $"mail{i}" })]),
        });
        for (var i = 0; i < Mails; i++)
            Map(app, $"/gmail/v1/users/me/messages/mail{i}", GmailMessage(i, account.Address));
    }

    private static void MapGraph(WebApplication app, ProviderAccount account)
    {
        Map(app, "/v1.0/me", new JsonObject { ["id"] = account.ProviderUserId, ["mail"] = account.Address, ["userPrincipalName"] = account.Address });
        Map(app, "/v1.0/me/calendarView", new JsonObject { ["value"] = new JsonArray([.. Enumerable.Range(0, Events).Select(i => GraphEvent(i, account.Address))]) });
        Map(app, "/v1.0/me/mailFolders/inbox/messages", new JsonObject
        {
            ["value"] = new JsonArray([.. Enumerable.Range(0, Mails).Select(i => GraphMessage(i, account.Address))]),
        });
    }

    private static void Map(WebApplication app, string path, JsonObject answer)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer);
        app.MapGet(path, () => Results.Bytes(bytes, Json));
    }

    /// <summary>A page as Calendar v3 sends it, with the members that a full answer has.</summary>
    private static JsonObject GoogleEvents(string address)
    {
        var items = Enumerable.Range(0, Events).Select(i => (JsonNode)new JsonObject
        {
            ["kind"] = "calendar#event",
            ["etag"] = $"\"33{i:D14}\"",
            ["id"] = $"bench{i:D4}abcdefghijklmnop",
            ["status"] = "confirmed",
            ["htmlLink"] = $"https://www.google.com/calendar/event?eid={i:D40}",
            ["created"] = "2026-01-05T09:00:00.000Z",
            ["updated"] = "2026-01-06T09:00:00.000Z",
            ["summary"] = $"{Title} {i}",
            ["description"] = "<p>Agenda: <b>figures</b>, hiring and the offsite. Bring the sheet from last time.</p>",
            ["location"] = "Rue de Rivoli 12, Paris",
            ["creator"] = new JsonObject { ["email"] = address, ["self"] = true },
            ["organizer"] = new JsonObject { ["email"] = address, ["self"] = true },
            ["start"] = new JsonObject { ["dateTime"] = $"2026-03-{2 + i / 8:D2}T{8 + i % 8:D2}:00:00+01:00", ["timeZone"] = "Europe/Paris" },
            ["end"] = new JsonObject { ["dateTime"] = $"2026-03-{2 + i / 8:D2}T{8 + i % 8:D2}:30:00+01:00", ["timeZone"] = "Europe/Paris" },
            ["iCalUID"] = $"bench{i:D4}@google.com",
            ["sequence"] = 0,
            ["attendees"] = new JsonArray(
                new JsonObject { ["email"] = address, ["self"] = true, ["organizer"] = true, ["responseStatus"] = "accepted" },
                new JsonObject { ["email"] = "ben.okafor@gmail.example", ["responseStatus"] = "needsAction" }),
            ["reminders"] = new JsonObject { ["useDefault"] = true },
            ["eventType"] = "default",
        });
        return new JsonObject
        {
            ["kind"] = "calendar#events",
            ["etag"] = "\"p33c\"",
            ["summary"] = address,
            ["updated"] = "2026-01-06T09:00:00.000Z",
            ["timeZone"] = "Europe/Paris",
            ["accessRole"] = "owner",
            ["items"] = new JsonArray([.. items]),
        };
    }

    /// <summary>With the body as Exchange keeps it: a whole document, whatever was typed.</summary>
    private static JsonObject GraphEvent(int i, string address) => new()
    {
        ["@odata.etag"] = $"W/\"ZlnW4RIAV06KYYwlrfNZvQ{i:D4}\"",
        ["id"] = $"AAMkAGIAAAoZDOFAAA{i:D60}",
        ["subject"] = $"{Title} {i}",
        ["isAllDay"] = false,
        ["isCancelled"] = false,
        ["isOrganizer"] = true,
        ["showAs"] = "busy",
        ["sensitivity"] = "normal",
        ["type"] = "singleInstance",
        ["originalStartTimeZone"] = "Romance Standard Time",
        ["onlineMeeting"] = null,
        ["responseStatus"] = new JsonObject { ["response"] = "organizer", ["time"] = "0001-01-01T00:00:00Z" },
        ["body"] = HtmlBody("Agenda: <b>figures</b>, hiring and the offsite. Bring the sheet from last time."),
        ["start"] = new JsonObject { ["dateTime"] = $"2026-03-{2 + i / 8:D2}T{7 + i % 8:D2}:00:00.0000000", ["timeZone"] = "UTC" },
        ["end"] = new JsonObject { ["dateTime"] = $"2026-03-{2 + i / 8:D2}T{7 + i % 8:D2}:30:00.0000000", ["timeZone"] = "UTC" },
        ["location"] = new JsonObject
        {
            ["displayName"] = "Rue de Rivoli 12, Paris",
            ["locationType"] = "default",
            ["uniqueId"] = "Rue de Rivoli 12, Paris",
            ["uniqueIdType"] = "private",
        },
        ["attendees"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "required",
                ["status"] = new JsonObject { ["response"] = "none", ["time"] = "0001-01-01T00:00:00Z" },
                ["emailAddress"] = Address("Ben Okafor", "ben@acme.example"),
            }),
        ["organizer"] = new JsonObject { ["emailAddress"] = Address("Ada Moreau", address) },
    };

    private static JsonObject GraphMessage(int i, string address) => new()
    {
        ["@odata.etag"] = $"W/\"CQAAABYAAADHcgC8Hl9tRZ{i:D4}\"",
        ["id"] = $"AAkALgAAAAAAHYQDEap{i:D60}",
        ["conversationId"] = $"AAQkADNkNAAQAHtM{i:D40}",
        ["parentFolderId"] = "AAMkADNkNAAAAAAEMAAA=",
        ["subject"] = $"{Title} {i}",
        ["from"] = new JsonObject { ["emailAddress"] = Address("Ben Okafor", "ben@acme.example") },
        ["toRecipients"] = new JsonArray(new JsonObject { ["emailAddress"] = Address("Ada Moreau", address) }),
        ["ccRecipients"] = new JsonArray(),
        ["receivedDateTime"] = $"2026-03-02T{20 - i:D2}:00:00Z",
        ["isRead"] = true,
        ["hasAttachments"] = false,
        ["body"] = HtmlBody(MailText),
    };

    private static JsonObject GmailMessage(int i, string address) => new()
    {
        ["id"] = $"mail{i}",
        ["threadId"] = $"mail{i}",
        ["labelIds"] = new JsonArray("INBOX"),
        ["internalDate"] = $"{new DateTimeOffset(2026, 3, 2, 20 - i, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()}",
        ["payload"] = new JsonObject
        {
            ["mimeType"] = "multipart/alternative",
            ["filename"] = "",
            ["headers"] = new JsonArray(
                Header("From", "Ben Okafor <ben.okafor@gmail.example>"), Header("To", $"Ada Moreau <{address}>"), Header("Subject", $"{Title} {i}"),
                Header("Date", "Mon, 2 Mar 2026 20:00:00 +0000"), Header("Message-ID", $"<{i}@mail.gmail.example>"), Header("MIME-Version", "1.0"),
                Header("Content-Type", "multipart/alternative; boundary=\"000\"")),
            ["body"] = new JsonObject { ["size"] = 0 },
            ["parts"] = new JsonArray(
                Part("0", "text/plain", "Agenda: figures, hiring and the offsite.\r\nBring the sheet from last time.\r\n"),
                Part("1", "text/html", $"<div dir=\"ltr\">{MailText}</div>\r\n")),
        },
    };

    private const string MailText = "Agenda: <b>figures</b>, hiring and the offsite.<div>Bring the sheet from <a href=\"https://acme.example/sheet\">last time</a>.</div><div><br></div><div>Ben</div>";

    private static JsonObject HtmlBody(string content) => new() { ["contentType"] = "html", ["content"] = Document(content) };

    /// <summary>As Exchange writes it around the words of a mail.</summary>
    public static string Document(string content) => $"""
            <html><head>
            <meta http-equiv="Content-Type" content="text/html; charset=utf-8">
            <meta name="Generator" content="Microsoft Exchange Server">
            <!-- converted from text -->
            <style><!-- .EmailQuote {"{"} margin-left: 1pt; padding-left: 4pt; border-left: #800000 2px solid; {"}"} --></style></head>
            <body>
            <font size="2"><span style="font-size:11pt;"><div class="PlainText">{content}</div></span></font>
            </body>
            </html>
            """;

    private static JsonObject Part(string id, string type, string text) => new()
    {
        ["partId"] = id,
        ["mimeType"] = type,
        ["filename"] = "",
        ["headers"] = new JsonArray(Header("Content-Type", $"{type}; charset=\"UTF-8\"")),
        ["body"] = new JsonObject { ["size"] = text.Length, ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_') },
    };

    private static JsonObject Header(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Address(string name, string address) => new() { ["name"] = name, ["address"] = address };
}
