using System.ComponentModel;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using ModelContextProtocol.Server;

namespace TokenVaultAgent.Benchmarks;

/// <summary>
/// What a careful newcomer would write with the SDK alone: the stock JWT check and tools that ask the provider for the same bodies over pooled
/// connections and parse them with System.Text.Json. No exchange, no scopes, no account, no time zones, no words made safe.
/// </summary>
internal static class Baseline
{
    public static async Task RunAsync(string url, string provider, Uri issuer, string audience, Uri providerUrl)
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
        var mcp = builder.Services.AddMcpServer().WithHttpTransport();
        _ = provider == Workload.Google ? mcp.WithTools<GoogleBaseline>() : mcp.WithTools<GraphBaseline>();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMcp("/mcp").RequireAuthorization();
        await app.RunAsync();
    }
}

[McpServerToolType]
internal sealed class GoogleBaseline(HttpClient provider)
{
    [McpServerTool(Name = Workload.CalendarTool, UseStructuredContent = true, ReadOnly = true), Description("Lists events.")]
    public Task<GoogleEvents> ListAsync(string from, string to, CancellationToken cancellationToken) => provider.GetAsync<GoogleEvents>(
        $"calendar/v3/calendars/primary/events?timeMin={from}&timeMax={to}&singleEvents=true&orderBy=startTime", cancellationToken);

    [McpServerTool(Name = Workload.MailTool, UseStructuredContent = true, ReadOnly = true), Description("Searches mail.")]
    public async Task<GmailMails> SearchAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var list = await provider.GetAsync<GmailList>($"gmail/v1/users/me/messages?q={Uri.EscapeDataString(query)}&maxResults={limit}", cancellationToken);
        return new GmailMails(await Task.WhenAll(
            list.Messages.Select(m => provider.GetAsync<GmailMail>($"gmail/v1/users/me/messages/{m.Id}?format=full", cancellationToken))));
    }
}

[McpServerToolType]
internal sealed class GraphBaseline(HttpClient provider)
{
    [McpServerTool(Name = Workload.CalendarTool, UseStructuredContent = true, ReadOnly = true), Description("Lists events.")]
    public Task<GraphEvents> ListAsync(string from, string to, CancellationToken cancellationToken) => provider.GetAsync<GraphEvents>(
        $"v1.0/me/calendarView?startDateTime={from}&endDateTime={to}&$orderby=start/dateTime", cancellationToken);

    [McpServerTool(Name = Workload.MailTool, UseStructuredContent = true, ReadOnly = true), Description("Searches mail.")]
    public Task<GraphMails> SearchAsync(string query, int limit, CancellationToken cancellationToken) => provider.GetAsync<GraphMails>(
        $"v1.0/me/mailFolders/inbox/messages?$search={Uri.EscapeDataString(query)}&$top={limit}", cancellationToken);
}

internal static class BaselineRequests
{
    public static async Task<T> GetAsync<T>(this HttpClient provider, string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "baseline");
        using var response = await provider.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(cancellationToken))!;
    }
}

internal sealed record GoogleEvents([property: JsonPropertyName("items")] IReadOnlyList<GoogleEvent> Items);

internal sealed record GoogleEvent(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("summary")] string? Summary,
    [property: JsonPropertyName("location")] string? Location,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("start")] EventMoment Start,
    [property: JsonPropertyName("end")] EventMoment End);

internal sealed record EventMoment([property: JsonPropertyName("date")] string? Date, [property: JsonPropertyName("dateTime")] string? DateTime);

internal sealed record GraphEvents([property: JsonPropertyName("value")] IReadOnlyList<GraphEvent> Value);

internal sealed record GraphEvent(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("location")] GraphPlace? Location,
    [property: JsonPropertyName("body")] GraphBody? Body,
    [property: JsonPropertyName("start")] EventMoment Start,
    [property: JsonPropertyName("end")] EventMoment End);

internal sealed record GraphPlace([property: JsonPropertyName("displayName")] string? DisplayName);

internal sealed record GraphBody([property: JsonPropertyName("content")] string? Content);

internal sealed record GraphMails([property: JsonPropertyName("value")] IReadOnlyList<GraphMail> Value);

internal sealed record GraphMail(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("receivedDateTime")] string? ReceivedDateTime,
    [property: JsonPropertyName("body")] GraphBody? Body);

internal sealed record GmailList([property: JsonPropertyName("messages")] IReadOnlyList<GmailId> Messages);

internal sealed record GmailId([property: JsonPropertyName("id")] string Id);

internal sealed record GmailMails([property: JsonPropertyName("messages")] IReadOnlyList<GmailMail> Messages);

internal sealed record GmailMail(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("internalDate")] string? InternalDate,
    [property: JsonPropertyName("payload")] GmailPart? Payload);

internal sealed record GmailPart(
    [property: JsonPropertyName("mimeType")] string? MimeType,
    [property: JsonPropertyName("headers")] IReadOnlyList<GmailHeader>? Headers,
    [property: JsonPropertyName("body")] GmailData? Body,
    [property: JsonPropertyName("parts")] IReadOnlyList<GmailPart>? Parts);

internal sealed record GmailHeader([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("value")] string Value);

internal sealed record GmailData([property: JsonPropertyName("data")] string? Data);
