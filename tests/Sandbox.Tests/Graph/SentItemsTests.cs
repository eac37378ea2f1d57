using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>The sender's own copy of what was sent.</summary>
public sealed class SentItemsTests
{
    private const string Messages = "me/messages";
    private const string SendMail = "me/sendMail";
    private const string SentItems = "me/mailFolders/sentitems/messages";

    [Fact]
    public async Task Sent_Items_show_the_copy_only_when_the_lag_is_over()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.MailLag = new MailLag { SentItems = Duration.FromSeconds(30) };
        var draft = await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable);
        var byMessageId = $"{Messages}?$filter=internetMessageId eq '{draft["internetMessageId"]}'";
        await graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable);

        graph.Clock.Advance(TimeSpan.FromSeconds(29));
        var hidden = await graph.GetRefusalAsync($"{Messages}/{draft["id"]}", GraphClient.Immutable);
        var again = await graph.PostAsync($"{Messages}/{draft["id"]}/send", prefer: GraphClient.Immutable);
        var listed = (await graph.ListAsync(byMessageId, "id")).Count;
        graph.Clock.Advance(TimeSpan.FromSeconds(1));
        var shown = await graph.ListAsync(byMessageId, "id", GraphClient.Immutable);

        hidden.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
        again.Refuses(HttpStatusCode.NotFound, "ErrorItemNotFound");
        Assert.Equal(0, listed);
        Assert.Equal([(string)draft["id"]!], shown);
        Assert.Single(Inbox(graph, "ben-microsoft"));
    }

    [Fact]
    public async Task What_is_sent_at_once_lags_in_Sent_Items_too()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.MailLag = new MailLag { SentItems = Duration.FromSeconds(30) };
        var before = (await graph.GetAsync("me/mailFolders/sentitems"))["totalItemCount"]!.GetValue<int>();

        await graph.PostAsync(SendMail, Mail(GraphClient.Letter()));
        var during = (await graph.GetAsync("me/mailFolders/sentitems"))["totalItemCount"]!.GetValue<int>();
        graph.Clock.Advance(TimeSpan.FromSeconds(30));
        var after = (await graph.GetAsync("me/mailFolders/sentitems"))["totalItemCount"]!.GetValue<int>();

        Assert.Equal([before, before, before + 1], new[] { before, during, after });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Bcc_is_kept_by_the_sender_and_hidden_from_everybody_else(bool asDraft)
    {
        await using var graph = await GraphClient.StartAsync();
        var letter = GraphClient.Letter(bcc: "cho@acme.example");

        if (asDraft) await graph.PostAsync($"{Messages}/{(await graph.DraftAsync(letter))["id"]}/send");
        else await graph.PostAsync(SendMail, Mail(letter));

        var sent = (await graph.GetAsync(SentItems + "?$top=1"))["value"]![0]!;
        Assert.Equal("cho@acme.example", (string?)sent["bccRecipients"]![0]!["emailAddress"]!["address"]);
        foreach (var account in new[] { "ben-microsoft", "cho-microsoft" })
            Assert.DoesNotContain("cho@acme.example", Assert.Single(Inbox(graph, account)).Content.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_copy_is_kept_unless_it_is_unwanted(bool? save, int copies)
    {
        await using var graph = await GraphClient.StartAsync();
        var mail = Mail(GraphClient.Letter());
        if (save is not null) mail["saveToSentItems"] = save;

        var sent = await graph.PostAsync(SendMail, mail);

        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Equal(copies, (await graph.ListAsync(SentItems)).Count(s => s == "Hello"));
        Assert.Single(Inbox(graph, "ben-microsoft"));
    }

    private static IEnumerable<WorldMessage> Inbox(GraphClient graph, string account) =>
        graph.Host.World.Find(account)!.Messages.Where(m => m.Content.Subject == "Hello" && m.Folder == MailFolder.Inbox);

    private static JsonObject Mail(JsonObject letter) => new() { ["message"] = letter };
}
