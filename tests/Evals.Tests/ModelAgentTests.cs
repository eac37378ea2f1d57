using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Evals.Agents;
using TokenVaultAgent.Evals.Grading;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Tests;

/// <summary>Semantic Kernel drives the loop against an endpoint that answers as OpenAI's does.</summary>
public sealed class ModelAgentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-vault-agent-model-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Scenario Scenario => new()
    {
        Id = "send",
        Title = "x",
        User = "ada@acme.example",
        Prompts = ["Tell Ben that lunch is at one."],
        Plan = [],
        Person = new PersonBehaviour { Wants = [new Wanted(["ben@acme.example"], "Lunch")] },
        Goal = new Goal { Failures = ["invalid_input", "approval_required"], Sent = [new SentMail("ada-google", ["ben@acme.example"], "Lunch")] },
    };

    [Fact]
    public async Task Tools_are_offered_and_called_an_error_is_recovered_from_and_a_link_is_given_to_the_user()
    {
        var asked = new List<JsonNode>();
        await using var endpoint = await EndpointAsync(asked, Answers());
        var source = new ModelSource(new ModelOptions("fake-1", Address(endpoint), "key"), _folder, null);

        var run = await RunAsync(source);

        Assert.True(Score.Of(run).Passed, Score.Of(run).Reason);
        var tools = asked[0]["tools"]!.AsArray().Select(tool => tool!["function"]!).ToList();
        Assert.Equal(8, tools.Count);
        var send = tools.Single(tool => ((string)tool["name"]!).EndsWith("mail_send_message", StringComparison.Ordinal));
        Assert.Equal("array", (string?)send["parameters"]!["properties"]!["to"]!["type"]);
        Assert.Equal(["to", "subject", "body"], send["parameters"]!["required"]!.AsArray().Select(r => (string?)r));
        // What a tool answered, a failure too, is what the model sees next.
        Assert.Contains("invalid_input", asked[1].ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("approval_required", asked[2].ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("I have been to the page.", asked[3].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_recorded_is_replayed_without_an_endpoint()
    {
        await using (var endpoint = await EndpointAsync([], [Say("Nothing to do.")]))
            await RunAsync(new ModelSource(new ModelOptions("fake-1", Address(endpoint), "key"), _folder, null));

        var run = await RunAsync(ModelSource.From("fake-1", null, null, _folder));

        Assert.Null(run.Crash);
        Assert.Contains(run.Transcript.Entries, entry => entry.Text == "Nothing to do.");
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"no such key"}}""", "answered 401")]
    [InlineData(404, "not here", "answered 404")]
    [InlineData(200, "<html></html>", "no chat completion")]
    public async Task An_endpoint_that_is_none_is_that_runs_failure_in_one_line(int status, string body, string told)
    {
        await using var endpoint = await EndpointAsync([], [(status, body)]);

        var run = await RunAsync(new ModelSource(new ModelOptions("fake-1", Address(endpoint), "key"), null, null));

        Assert.Contains(told, run.Crash, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "https://api.example/v1", "--model")]
    [InlineData("gpt", "nowhere", "--endpoint")]
    [InlineData("gpt", "https://api.example/v1", ModelSource.KeyVariable)]
    public void What_is_missing_is_one_sentence(string? model, string endpoint, string told)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => ModelSource.From(model, endpoint, null, null));

        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<RunRecord> RunAsync(ModelSource source) => ScenarioRun.RunAsync(Scenario, new ModelAgent(source.Options, source.Client(Scenario, 1)), Cancelled);

    /// <summary>A wrong address, the right one, the link in words, the same call again, and an end.</summary>
    private static List<(int, Func<JsonNode, string>)> Answers()
    {
        const string Mail = """ "subject":"Lunch","body":"At one.","account":"google","idempotency_key":"k1"} """;
        return
        [
            (200, _ => Call("mail_send_message", """{"to":["ben"],""" + Mail)),
            (200, _ => Call("mail_send_message", """{"to":["ben@acme.example"],""" + Mail)),
            (200, asked => Words($"Please look at {LinkIn(asked)} and tell me when you are done.")),
            (200, _ => Call("mail_send_message", """{"to":["ben@acme.example"],""" + Mail)),
            (200, _ => Words("It is sent.")),
        ];
    }

    private static string LinkIn(JsonNode asked) =>
        System.Text.RegularExpressions.Regex.Match((string)asked["messages"]!.AsArray()[^1]!["content"]!, @"http://[^""\s]+/approve/[\w-]+").Value;

    private static (int, string) Say(string words) => (200, Words(words));

    private static string Words(string words) => Completion(new JsonObject { ["role"] = "assistant", ["content"] = words }, "stop");

    private static string Call(string tool, string arguments) => Completion(
        new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = $"call_{Guid.NewGuid():N}",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = $"server-{tool}", ["arguments"] = arguments.Trim() },
            }),
        },
        "tool_calls");

    private static string Completion(JsonObject message, string reason) => new JsonObject
    {
        ["id"] = "c",
        ["object"] = "chat.completion",
        ["created"] = 1,
        ["model"] = "fake-1",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = reason }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
    }.ToJsonString();

    private static Task<WebApplication> EndpointAsync(List<JsonNode> asked, IEnumerable<(int Status, string Body)> answers) =>
        EndpointAsync(asked, [.. answers.Select(a => (a.Status, (Func<JsonNode, string>)(_ => a.Body)))]);

    private static async Task<WebApplication> EndpointAsync(List<JsonNode> asked, List<(int Status, Func<JsonNode, string> Body)> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var next = 0;
        app.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            var request = (await JsonNode.ParseAsync(context.Request.Body))!;
            asked.Add(request);
            var (status, body) = answers[Math.Min(next++, answers.Count - 1)];
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body(request));
        });
        await app.StartAsync(Cancelled);
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1");
}
