using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class MessageSearchTests
{
    private const string Review = "Quarterly review: slides";

    [Theory]
    [InlineData("contract", 2)]
    [InlineData("CONTRACT", 2)]
    [InlineData("contr", 0)]
    [InlineData("contr*", 2)]
    [InlineData("contract clause", 1)]
    [InlineData("contract AND clauses", 1)]
    [InlineData("contract or minutes", 0)]
    [InlineData("invoice OR minutes", 3)]
    [InlineData("invoice minutes", 0)]
    [InlineData("contract NOT clauses", 1)]
    [InlineData("contract -clauses", 1)]
    [InlineData("contract -v3", 0)]
    [InlineData("slides -from:cho", 2)]
    [InlineData("inv-77", 1)]
    [InlineData("contract +clauses", 1)]
    [InlineData("contract AND NOT clauses", 1)]
    [InlineData("\\\"draft v3\\\"", 2)]
    [InlineData("\\\"v3 draft\\\"", 0)]
    [InlineData("v3 draft", 2)]
    [InlineData("subject:slides", 3)]
    [InlineData("subject:\\\"quarterly review\\\"", 3)]
    [InlineData("subject:slides from:cho", 1)]
    [InlineData("from:cho from:sam", 3)]
    [InlineData("from:cho AND from:sam", 0)]
    [InlineData("from:cho OR from:sam subject:contract", 3)]
    [InlineData("(from:cho OR from:sam) subject:contract", 1)]
    [InlineData("from:cho from:sam subject:contract subject:minutes", 2)]
    [InlineData("subject:slides NOT from:cho", 2)]
    [InlineData("subject:slides AND from<>cho", 2)]
    [InlineData("to:sam@partner.example", 1)]
    [InlineData("cc:cho", 1)]
    [InlineData("recipients:sam", 1)]
    [InlineData("participants:sam", 2)]
    [InlineData("attachment:agenda", 1)]
    [InlineData("hasAttachments:true", 4)]
    [InlineData("hasAttachments=true from:ada", 1)]
    [InlineData("received:2026-11-23", 2)]
    [InlineData("received>=2026-11-22 received<2026-11-23", 18)]
    [InlineData("received>=2026-11-22 AND received<2026-11-23", 3)]
    [InlineData("sent<=2026-11-12", 1)]
    [InlineData("importance:high", 0)]
    [InlineData("importance:medium subject:slides", 3)]
    [InlineData("hasAttachment:true subject:slides", 1)]
    [InlineData("kind:email subject:slides", 3)]
    [InlineData("body:allergies", 1)]
    [InlineData("图", 0)]
    [InlineData("図", 1)]
    public async Task A_search_finds_what_its_KQL_says(string kql, int count)
    {
        await using var graph = await GraphClient.StartAsync();

        var found = await graph.ListAsync(Search(kql) + "&$top=100");

        Assert.True(found.Count == count, string.Join('\n', found.Prepend($"{found.Count}")));
    }

    [Theory]
    [InlineData("contract")]
    [InlineData("'contract'")]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("\"contract")]
    [InlineData("\"contract\\\"")]
    [InlineData("\"a \"b\" c\"")]
    [InlineData("\"\\\"contract\"")]
    [InlineData("\"AND\"")]
    [InlineData("\"contract AND\"")]
    [InlineData("\"OR contract\"")]
    [InlineData("\"NOT\"")]
    [InlineData("\"(contract\"")]
    [InlineData("\"contract)\"")]
    [InlineData("\"()\"")]
    [InlineData("\"subject:\"")]
    [InlineData("\"subject: slides\"")]
    [InlineData("\"titel:slides\"")]
    [InlineData("\"https://ci.example/1482\"")]
    [InlineData("\"received:friday\"")]
    [InlineData("\"received>=2026-02-30\"")]
    [InlineData("\"hasAttachments:yes\"")]
    [InlineData("\"from>cho\"")]
    [InlineData("\"importance:urgent\"")]
    public async Task A_search_that_is_no_KQL_in_quotes_is_refused(string search)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync("me/messages?$search=" + Uri.EscapeDataString(search));

        answer.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Fact]
    public async Task A_search_may_nest_as_people_do_and_no_deeper_than_the_stack_bears()
    {
        await using var graph = await GraphClient.StartAsync();

        var some = await graph.ListAsync(Search(Nest(50, "contract")));
        var many = await graph.GetRefusalAsync(Search(Nest(500, "contract")));
        var negations = await graph.GetRefusalAsync(Search(string.Concat(Enumerable.Repeat("NOT ", 1000)) + "contract"));

        Assert.Equal(2, some.Count);
        many.Refuses(HttpStatusCode.BadRequest, "BadRequest");
        negations.Refuses(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory]
    [InlineData("$orderby=receivedDateTime", "SearchWithOrderBy")]
    [InlineData("$filter=isRead eq true", "SearchWithFilter")]
    [InlineData("$skip=5", "SearchWithSkip")]
    [InlineData("orderby=receivedDateTime", "SearchWithOrderBy")]
    public async Task A_search_takes_no_order_no_filter_and_no_skipping(string option, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync($"{Search("contract")}&{option}");

        answer.Refuses(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_search_is_newest_first_and_within_the_folder_it_is_made_in()
    {
        await using var graph = await GraphClient.StartAsync();

        var all = await graph.ListAsync(Search("subject:review"), "receivedDateTime");
        var sent = await graph.ListAsync("me/mailFolders/sentitems/messages?$search=\"subject:review\"");

        Assert.Equal(all.OrderDescending(StringComparer.Ordinal), all);
        Assert.Equal([Review], sent);
    }

    [Fact]
    public async Task A_term_that_needs_no_operator_is_escaped_by_a_phrase()
    {
        await using var graph = await GraphClient.StartAsync();
        await graph.DraftAsync(GraphClient.Letter(subject: "Either OR both (from:sam)"));

        var found = await graph.ListAsync(Search("\\\"either OR both (from:sam)\\\""));

        Assert.Equal(["Either OR both (from:sam)"], found);
    }

    [Fact]
    public async Task A_bcc_is_found_by_its_sender()
    {
        await using var graph = await GraphClient.StartAsync();
        await graph.PostAsync("me/sendMail", new JsonObject { ["message"] = GraphClient.Letter(subject: "Plan", bcc: "cho@acme.example") });

        Assert.Single(await graph.ListAsync(Search("bcc:cho")));
    }

    private static string Nest(int depth, string inner) => new string('(', depth) + inner + new string(')', depth);

    private static string Search(string kql) => $"me/messages?$search={Uri.EscapeDataString($"\"{kql}\"")}";
}
