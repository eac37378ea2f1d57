using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.Tests.Google;
using TokenVaultAgent.Sandbox.Tests.Graph;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.World;

/// <summary>Sends that are carried out late, and drafts that look like drafts when they are none.</summary>
public sealed class MailLagTests
{
    private const string Drafts = "gmail/v1/users/me/drafts";
    private static readonly Duration HalfMinute = Duration.FromSeconds(30);

    [Fact]
    public async Task Graph_answers_at_once_and_sends_late_whatever_still_is_a_draft_then()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.MailLag = new MailLag { Send = HalfMinute };
        var id = (await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable))["id"];

        var answers = new[] { await SendAsync(graph, id), await SendAsync(graph, id) };
        var isDraft = (bool)(await graph.GetAsync($"me/messages/{id}", GraphClient.Immutable))["isDraft"]!;
        graph.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.True(isDraft);
        Assert.Equal(1, Arrived(graph.Host));
        Assert.False((bool)(await graph.GetAsync($"me/messages/{id}", GraphClient.Immutable))["isDraft"]!);
    }

    [Fact]
    public async Task What_was_sent_and_still_looks_like_a_draft_can_be_sent_again()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.MailLag = new MailLag { Draft = HalfMinute };
        var id = (await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable))["id"];

        await SendAsync(graph, id);
        await SendAsync(graph, id);

        Assert.Equal(2, Arrived(graph.Host));
    }

    [Fact]
    public async Task What_was_sent_and_still_looks_like_a_draft_is_the_senders_copy_to_whoever_deletes_it()
    {
        await using var graph = await GraphClient.StartAsync();
        graph.Host.World.MailLag = new MailLag { Draft = HalfMinute };
        var id = (await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable))["id"];
        await SendAsync(graph, id);

        await graph.SendAsync(HttpMethod.Delete, $"me/messages/{id}", prefer: GraphClient.Immutable);
        graph.Clock.Advance(TimeSpan.FromSeconds(30));

        var copy = Assert.Single(graph.Host.World.Find("ada-microsoft")!.Messages, m => m.Content.Subject == "Hello");
        Assert.Equal((MailFolder.Trash, false), (copy.Folder, copy.IsDraft));
    }

    [Fact]
    public async Task A_draft_that_was_thrown_away_still_is_one()
    {
        await using var graph = await GraphClient.StartAsync();
        var id = (await graph.DraftAsync(GraphClient.Letter(), GraphClient.Immutable))["id"];

        await graph.SendAsync(HttpMethod.Delete, $"me/messages/{id}", prefer: GraphClient.Immutable);

        Assert.True((bool)(await graph.GetAsync($"me/messages/{id}", GraphClient.Immutable))["isDraft"]!);
    }

    [Fact]
    public async Task Gmail_names_what_it_sent_or_says_that_it_cannot()
    {
        await using var google = await GoogleClient.StartAsync();
        google.Host.World.MailLag = new MailLag { Send = HalfMinute, SentItems = HalfMinute };
        var raw = new JsonObject { ["message"] = new JsonObject { ["raw"] = GoogleClient.Raw("ben@acme.example") } };
        var draft = new JsonObject { ["id"] = (await google.PostAsync(Drafts, raw)).Json!["id"]!.DeepClone() };

        var answer = await google.PostAsync($"{Drafts}/send", draft);
        var before = Arrived(google.Host);
        google.Clock.Advance(TimeSpan.FromSeconds(30));
        var (after, listed) = (Arrived(google.Host), await SentAsync(google));
        google.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "backendError"), (answer.Status, answer.Reason));
        Assert.Equal((0, 1), (before, after));
        Assert.Equal((0, 1), (listed, await SentAsync(google)));
        Assert.Equal(HttpStatusCode.NotFound, (await google.PostAsync($"{Drafts}/send", draft)).Status);
    }

    private static Task<GraphReply> SendAsync(GraphClient graph, JsonNode? id) =>
        graph.PostAsync($"me/messages/{id}/send", prefer: GraphClient.Immutable);

    private static int Arrived(SandboxHost host) =>
        host.World.Find("ben-microsoft")!.Messages.Count(m => m is { Content.Subject: "Hello", Folder: MailFolder.Inbox });

    private static async Task<int> SentAsync(GoogleClient google) =>
        (await google.GetAsync("gmail/v1/users/me/messages?q=rfc822msgid:own-id@tests.example"))["messages"]?.AsArray().Count ?? 0;
}
