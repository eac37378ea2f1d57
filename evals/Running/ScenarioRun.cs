using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using ModelContextProtocol.Client;
using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Evals.Running;

/// <summary>One agent at one scenario, in a tenant, a server and a world of its own.</summary>
internal static class ScenarioRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>What the agent or the server throws ends this run and no other.</summary>
    /// <exception cref="OperationCanceledException">The whole evaluation is to end.</exception>
    /// <param name="configure">Last word on the agent server before it is built, for tests that turn one of its defences off.</param>
    public static async Task<RunRecord> RunAsync(Scenario scenario, IAgent agent, CancellationToken cancellationToken, Action<WebApplicationBuilder>? configure = null)
    {
        var record = new RunRecord { Scenario = scenario, Agent = agent.Name };
        var watch = Stopwatch.StartNew();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Longest);
        try
        {
            return await PlayAsync(record, agent, configure, timeout.Token) with { Duration = watch.Elapsed };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return record with { Crash = $"It took more than {Longest.TotalMinutes:0} minutes.", Duration = watch.Elapsed };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return record with { Crash = $"{exception.GetType().Name}: {exception.Message}", Duration = watch.Elapsed };
        }
    }

    private static async Task<RunRecord> PlayAsync(
        RunRecord record, IAgent agent, Action<WebApplicationBuilder>? configure, CancellationToken cancellationToken)
    {
        var scenario = record.Scenario;
        var shifted = scenario.World.At is { } start ? new ShiftedTime(start) : null;
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                Sandbox = new SandboxOptions { Clock = shifted ?? TimeProvider.System },
                AgentServerSettings = scenario.World.Settings.ToDictionary(s => s.Key, string? (s) => s.Value),
                ConfigureAgentServer = server =>
                {
                    shifted?.Rule(server.Services);
                    configure?.Invoke(server);
                },
            },
            cancellationToken);
        var (tenant, world) = (product.Sandbox.Tenant, product.Sandbox.World);
        var user = tenant.FindUser(scenario.User)!;
        WorldState.Apply(scenario.World, world, tenant, user.Sub);
        var before = WorldState.Of(world);
        var connected = Connected();
        using var atLogin = Person.From(user, product.Sandbox.Clock);
        using var atPages = new Person(user.Email, user.Password, scenario.Person.PassesMfa ? user.TotpSecret : null, product.Sandbox.Clock);
        atPages.ProviderAccount = scenario.Person.SignsInAs is { } key ? world.Find(key) : null;
        using var stranger = scenario.Person.LinksReach is { } other ? Person.From(tenant.FindUser(other)!, product.Sandbox.Clock) : null;
        await using var client = await ConnectAsync(product, atLogin, cancellationToken);
        foreach (var fault in scenario.Faults)
            product.Sandbox.Faults.Add(new FaultRule
            {
                Service = fault.Service,
                Kind = fault.Kind,
                Status = fault.Status,
                Method = fault.Method,
                Path = fault.Path,
                Times = fault.Times,
                RetryAfterSeconds = fault.RetryAfterSeconds,
                Latency = TimeSpan.FromSeconds(fault.LatencySeconds),
            });
        foreach (var prompt in scenario.Prompts)
            record.Transcript.Say("user", prompt);
        await agent.RunAsync(scenario, new AgentSession(client, new Browser(atPages, stranger, scenario.Person, record.Transcript), record.Transcript), cancellationToken);

        return record with
        {
            Sent = before.SentSince(world),
            Changes = before.ChangesSince(world),
            ConnectedBefore = connected,
            ConnectedAfter = Connected(),
        };

        List<string> Connected() => [.. tenant.ConnectedAccountsOf(user.Sub).Select(a => a.WorldKey).Order(StringComparer.Ordinal)];
    }

    /// <summary>A real MCP client that knows the endpoint and its client id; the person logs in and steps up where it asks them to.</summary>
    private static Task<McpClient> ConnectAsync(SandboxProduct product, Person person, CancellationToken cancellationToken)
    {
        var chat = product.Sandbox.Tenant.ChatClient;
        var login = McpLogin.Of(person, chat.Callbacks[0]);
        login.ClientId = chat.ClientId;
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = product.McpUrl, TransportMode = HttpTransportMode.StreamableHttp, OAuth = login });
        return McpClient.CreateAsync(transport, cancellationToken: cancellationToken);
    }
}
