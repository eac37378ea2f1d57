using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Tests.Providers;

/// <summary>A loopback server that answers as a test says, for what no well-behaved provider does; it records what came in.</summary>
internal sealed class StubProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubProvider(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            Requests.Enqueue(new Received(
                context.Request.Method,
                context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers.Authorization.ToString(),
                context.Request.Headers["Prefer"].ToString()));
            return answer(context);
        });
    }

    public ConcurrentQueue<Received> Requests { get; } = [];

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public static async Task<StubProvider> StartAsync(RequestDelegate answer)
    {
        var stub = new StubProvider(answer);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public static Task<StubProvider> StartAsync(int status, string body = "{}", params (string Name, string Value)[] headers) =>
        StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            return context.Response.WriteAsync(body);
        });

    /// <summary>The provider clients as the server registers them, pointed here.</summary>
    public ServiceProvider Clients(TimeProvider? time = null, params (string Key, string Value)[] settings) => Connect(Url, time, settings);

    public static ServiceProvider Connect(Uri url, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Providers:GoogleCalendarUrl", url.AbsoluteUri),
            new("Providers:GmailUrl", url.AbsoluteUri),
            new("Providers:GoogleUserInfoUrl", new Uri(url, "v1/userinfo").AbsoluteUri),
            new("Providers:GraphUrl", new Uri(url, "v1.0").AbsoluteUri),
            .. settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)),
        ]).Build();
        var services = new ServiceCollection();
        if (time is not null)
            services.AddSingleton(time);
        return services.AddProviders(configuration).BuildServiceProvider();
    }

    public static ProviderToken Token(string value = "token-of-ada", params string[] scopes) => new(value, scopes.ToHashSet(), DateTimeOffset.MaxValue);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed record Received(string Method, string Target, string Authorization, string Prefer);
