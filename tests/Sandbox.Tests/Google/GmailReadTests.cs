using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Google;

public sealed class GmailReadTests
{
    private const string Messages = "gmail/v1/users/me/messages";
    private const string Readonly = "https://www.googleapis.com/auth/gmail.readonly";
    private const string Metadata = "https://www.googleapis.com/auth/gmail.metadata";

    [Fact]
    public async Task The_profile_is_of_the_tokens_account()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var profile = await google.GetAsync("gmail/v1/users/ada.moreau%40gmail.example/profile");

        Assert.Equal("ada.moreau@gmail.example", (string?)profile["emailAddress"]);
    }

    [Fact]
    public async Task Another_persons_mailbox_is_denied()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var answer = await google.SendAsync(HttpMethod.Get, "gmail/v1/users/ben.okafor%40gmail.example/messages");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("forbidden", answer.Reason);
    }

    [Fact]
    public async Task The_list_is_newest_first_without_spam_and_trash()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var ids = await IdsAsync(google, Messages);

        var expected = google.Account.Messages
            .Where(m => m.Folder is not (MailFolder.Spam or MailFolder.Trash)).OrderByDescending(m => m.ReceivedAt).Select(m => m.Id);
        Assert.Equal(expected, ids);
    }

    [Theory]
    [InlineData("from:ben.okafor@gmail.example in:inbox", 3)]
    [InlineData("from:ben subject:dinner in:inbox", 2)]
    [InlineData("from:be", 0)]
    [InlineData("subject:(paris dinner)", 3)]
    [InlineData("subject:\"boarding pass\"", 1)]
    [InlineData("subject:\"pass boarding\"", 0)]
    [InlineData("is:starred", 2)]
    [InlineData("is:unread has:attachment", 1)]
    [InlineData("has:attachment -is:unread filename:csv", 1)]
    [InlineData("in:sent to:cho", 1)]
    [InlineData("in:drafts", 1)]
    [InlineData("in:spam", 1)]
    [InlineData("in:trash gym", 1)]
    [InlineData("won", 0)]
    [InlineData("won in:anywhere", 1)]
    [InlineData("in:archive", 1)]
    [InlineData("plumber OR fuite", 1)]
    [InlineData("{subject:devis subject:order}", 2)]
    [InlineData("subject:devis OR subject:order from:shop", 1)]
    [InlineData("-in:inbox -in:sent -in:drafts", 1)]
    [InlineData("newer_than:1d is:unread", 0)]
    [InlineData("newer_than:2d is:unread", 2)]
    [InlineData("older_than:10d in:inbox", 3)]
    // A date begins at midnight in California: the newsletter of 05:00 UTC is still of the 21st.
    [InlineData("after:2026/11/22 in:inbox", 2)]
    [InlineData("after:1795305600 before:1795392000", 4)]
    [InlineData("rfc822msgid:<dinner-1@gmail.example>", 1)]
    [InlineData("rfc822msgid:dinner-1@gmail.example", 1)]
    [InlineData("お茶会", 2)]
    [InlineData("avis d’imposition", 1)]
    [InlineData("cc:ada.moreau@gmail.example", 1)]
    [InlineData("unknown:operator", 0)]
    public async Task A_search_finds(string query, int count)
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var ids = await IdsAsync(google, $"{Messages}?q={Uri.EscapeDataString(query)}");

        Assert.Equal(count, ids.Count);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("from:")]
    [InlineData("\"")]
    [InlineData("- OR } )")]
    [InlineData("newer_than:99999999999d")]
    public async Task A_search_that_makes_no_sense_still_answers(string query)
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var answer = await google.SendAsync(HttpMethod.Get, $"{Messages}?q={Uri.EscapeDataString(query)}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task A_search_of_absurd_depth_is_refused()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var answer = await google.SendAsync(HttpMethod.Get, $"{Messages}?q={new string('(', 5_000)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task An_empty_result_has_no_list()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var list = await google.GetAsync($"{Messages}?q=nowhere");

        Assert.Equal("""{"resultSizeEstimate":0}""", list.ToJsonString());
    }

    [Fact]
    public async Task Labels_narrow_the_list()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Metadata);

        var ids = await IdsAsync(google, $"{Messages}?labelIds=INBOX&labelIds=STARRED");

        Assert.Equal(google.Account.Messages.Count(m => m is { Folder: MailFolder.Inbox, IsFlagged: true }), ids.Count);
    }

    [Fact]
    public async Task Pages_join_to_the_whole_list()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);
        var whole = await IdsAsync(google, Messages);

        List<string> joined = [];
        for (string? token = ""; token is not null;)
        {
            var page = await google.GetAsync($"{Messages}?maxResults=4&pageToken={token}");
            joined.AddRange(page["messages"]!.AsArray().Select(m => (string)m!["id"]!));
            token = (string?)page["nextPageToken"];
        }

        Assert.Equal(whole, joined);
    }

    [Theory]
    [InlineData("?pageToken=foreign", "Invalid pageToken")]
    [InlineData("?labelIds=NOWHERE", "Invalid label: NOWHERE")]
    [InlineData("/not-an-id", "Invalid id value")]
    public async Task A_bad_argument_is_refused(string path, string message)
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var answer = await google.SendAsync(HttpMethod.Get, Messages + path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(message, answer.Message);
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_not_found()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var answer = await google.SendAsync(HttpMethod.Get, $"{Messages}/1900000000000000");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Requested entity was not found.", answer.Message);
    }

    [Fact]
    public async Task A_full_message_is_a_tree_of_decoded_parts()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);
        var id = Find(google, "Votre dossier : pièces à fournir").Id;

        var message = await google.GetAsync($"{Messages}/{id}");

        var payload = message["payload"]!;
        Assert.Equal("multipart/mixed", (string?)payload["mimeType"]);
        Assert.Equal("multipart/alternative", (string?)payload["parts"]![0]!["mimeType"]);
        var plain = payload["parts"]![0]!["parts"]![0]!;
        Assert.Equal("0.0", (string?)plain["partId"]);
        Assert.Contains("avis d’imposition", Decode((string)plain["body"]!["data"]!), StringComparison.Ordinal);
        Assert.Contains(payload["headers"]!.AsArray(), h => (string?)h!["name"] == "Subject" && (string?)h["value"] == "Votre dossier : pièces à fournir");
    }

    [Fact]
    public async Task An_attachment_comes_by_its_own_call()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);
        var id = Find(google, "Votre dossier : pièces à fournir").Id;
        var part = (await google.GetAsync($"{Messages}/{id}"))["payload"]!["parts"]![1]!;

        var attachment = await google.GetAsync($"{Messages}/{id}/attachments/{part["body"]!["attachmentId"]}");

        Assert.Equal("liste des pièces.pdf", (string?)part["filename"]);
        Assert.Null(part["body"]!["data"]);
        Assert.Equal("%PDF-1.4 sample: pièces à fournir", Decode((string)attachment["data"]!));
    }

    [Fact]
    public async Task A_raw_message_is_the_whole_message()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);
        var stored = Find(google, "お茶会のご案内 🍵");

        var message = await google.GetAsync($"{Messages}/{stored.Id}?format=raw");

        using var stream = new MemoryStream(Bytes((string)message["raw"]!));
        var parsed = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal("お茶会のご案内 🍵", parsed.Subject);
        Assert.Null(message["payload"]);
    }

    [Fact]
    public async Task Metadata_has_the_headers_that_are_named_and_no_body()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Metadata);
        var stored = Find(google, "Devis n° 88");

        var message = await google.GetAsync($"{Messages}/{stored.Id}?format=metadata&metadataHeaders=subject&metadataHeaders=From");

        Assert.Equal(["From", "Subject"], message["payload"]!["headers"]!.AsArray().Select(h => (string)h!["name"]!).Order());
        Assert.Null(message["payload"]!["body"]);
    }

    [Theory]
    [InlineData("?q=from:ben", "Metadata scope does not support 'q' parameter")]
    [InlineData("/{id}", "Metadata scope doesn't allow format FULL")]
    [InlineData("/{id}?format=raw", "Metadata scope doesn't allow format RAW")]
    public async Task The_metadata_scope_opens_no_content(string path, string message)
    {
        await using var google = await GoogleClient.StartAsync(scopes: Metadata);

        var answer = await google.SendAsync(
            HttpMethod.Get, Messages + path.Replace("{id}", google.Account.Messages[0].Id, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(message, answer.Message);
    }

    [Fact]
    public async Task A_snippet_is_text_without_markup_of_the_page()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var message = await google.GetAsync($"{Messages}/{Find(google, "This week: bridges, bread and better sleep").Id}?format=minimal");

        var snippet = (string)message["snippet"]!;
        Assert.Contains("Why bridges hum", snippet, StringComparison.Ordinal);
        Assert.DoesNotContain("track()", snippet, StringComparison.Ordinal);
        Assert.Null(message["payload"]);
    }

    [Fact]
    public async Task A_thread_has_its_messages_in_order()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);
        var root = Find(google, "Dinner when I am in Paris?");

        var thread = await google.GetAsync($"gmail/v1/users/me/threads/{root.ThreadId}?format=metadata");

        Assert.Equal(root.Id, (string?)thread["messages"]![0]!["id"]);
        Assert.Equal(3, thread["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task Threads_are_listed_once_each()
    {
        await using var google = await GoogleClient.StartAsync(scopes: Readonly);

        var list = await google.GetAsync("gmail/v1/users/me/threads?q=subject:dinner");

        Assert.Single(list["threads"]!.AsArray());
    }

    private static WorldMessage Find(GoogleClient google, string subject) => google.Account.Messages.First(m => m.Content.Subject == subject);

    private static async Task<List<string>> IdsAsync(GoogleClient google, string path) =>
        [.. ((await google.GetAsync(path))["messages"] as JsonArray ?? []).Select(m => (string)m!["id"]!)];

    private static string Decode(string data) => Encoding.UTF8.GetString(Bytes(data));

    private static byte[] Bytes(string data) => Convert.FromBase64String(data.Replace('-', '+').Replace('_', '/'));
}
