using System.ComponentModel;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using ModelContextProtocol.Server;

namespace TokenVaultAgent.Benchmarks;

/// <summary>
/// What a careful newcomer would write with the SDK alone: the stock JWT check and a tool that makes one pooled GET of the provider's
/// body and parses it with System.Text.Json. No exchange, no scopes, no account, no time zones.
/// </summary>
internal static class Baseline
{
    public static async Task RunAsync(string url, Uri issuer, string audience, Uri providerUrl)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(new HttpClient(new SocketsHttpHandler()) { BaseAddress = providerUrl });
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.Authority = issuer.ToString();
            jwt.Audience = audience;
            jwt.RequireHttpsMetadata = false;
        });
        builder.Services.AddAuthorization();
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<BaselineTools>();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMcp("/mcp").RequireAuthorization();
        await app.RunAsync();
    }
}

[McpServerToolType]
internal sealed class BaselineTools(HttpClient provider)
{
    [McpServerTool(Name = Load.Tool, UseStructuredContent = true, ReadOnly = true), Description("Lists events.")]
    public async Task<EventList> ListAsync(string from, string to, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"calendar/v3/calendars/primary/events?timeMin={from}&timeMax={to}&singleEvents=true&orderBy=startTime");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "baseline");
        using var response = await provider.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<EventList>(cancellationToken))!;
    }
}

internal sealed record EventList([property: JsonPropertyName("items")] IReadOnlyList<BaselineEvent> Items);

internal sealed record BaselineEvent(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("summary")] string? Summary,
    [property: JsonPropertyName("location")] string? Location,
    [property: JsonPropertyName("start")] BaselineTime Start,
    [property: JsonPropertyName("end")] BaselineTime End);

internal sealed record BaselineTime(
    [property: JsonPropertyName("date")] string? Date, [property: JsonPropertyName("dateTime")] string? DateTime);
