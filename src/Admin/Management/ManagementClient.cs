using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Failures;

namespace TokenVaultAgent.Admin.Management;

/// <summary>
/// Auth0's Management API, one request after the other: a free tenant allows two a second. Documents stay JSON, so that members which this
/// program does not know are neither lost nor changed.
/// </summary>
/// <param name="issuer">The tenant's own domain, with its slash.</param>
internal sealed class ManagementClient(HttpClient http, Uri issuer, ManagementCredentials credentials, TimeProvider clock) : IDisposable
{
    private const int PageSize = 100;
    private const int MostTries = 6;
    private const int MostLooks = 30;
    private static readonly TimeSpan BuildPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private string? _token = credentials.Token;

    private Uri Root => new(issuer, "api/v2/");

    /// <summary>Every item of a list that is paged by <c>page</c> and <c>per_page</c>.</summary>
    /// <exception cref="LacksScopeException">The credentials may not read it.</exception>
    /// <exception cref="AdminException">No answer, or another refusal.</exception>
    /// <param name="member">Where the list is in the answer; null where the answer is the list.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken, string? member = null)
    {
        var items = new List<JsonObject>();
        for (var page = 0; ; page++)
        {
            var answer = await SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{path}?page={page}&per_page={PageSize}"), null, cancellationToken);
            var found = (member is null ? answer : answer?[member]) as JsonArray ?? throw new AdminException($"GET {path} was answered with something that is no list.");
            items.AddRange(found.Select(item => item!.DeepClone().AsObject()));
            if (found.Count < PageSize)
                return items;
        }
    }

    /// <returns>The answer's document; null where it has none.</returns>
    /// <exception cref="LacksScopeException">The credentials may not do it.</exception>
    /// <exception cref="RefusedException">Another refusal.</exception>
    /// <exception cref="AdminException">No answer, or one after which it is not known whether it was done.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        _token ??= await GetTokenAsync(cancellationToken);
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(method, new Uri(Root, path)) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            using var response = await AskAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return response.StatusCode == HttpStatusCode.NoContent ? null : await ReadAsync(response, cancellationToken);
            var mayHaveBeenDone = method == HttpMethod.Post && response.StatusCode != HttpStatusCode.TooManyRequests;
            if (tries == MostTries || mayHaveBeenDone || !(response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500))
                throw await RefusalAsync(method, path, response, cancellationToken);
            await Task.Delay(WaitOf(response, tries), clock, cancellationToken);
        }
    }

    /// <summary>A public document.</summary>
    /// <exception cref="AdminException">It is not.</exception>
    public async Task<JsonNode?> DiscoverAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await AskAsync(request, cancellationToken);
        return response.IsSuccessStatusCode ? await ReadAsync(response, cancellationToken) : throw new AdminException($"{address} was answered with {(int)response.StatusCode}.");
    }

    /// <summary>Waits for Auth0 to build an Action: one that is not built cannot be deployed.</summary>
    /// <exception cref="AdminException">It cannot be built, or takes too long.</exception>
    public async Task WaitUntilBuiltAsync(string action, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            var status = (await SendAsync(HttpMethod.Get, $"actions/actions/{Uri.EscapeDataString(action)}", null, cancellationToken))?["status"]?.ToString();
            if (status == "built")
                return;
            if (status == "failed")
                throw new AdminException("Auth0 could not build the Action: see Actions > Library for why.");
            await Task.Delay(BuildPause, clock, cancellationToken);
        }

        throw new AdminException("Auth0 has not built the Action yet: apply again in a minute.");
    }

    public void Dispose() => http.Dispose();

    private async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(issuer, "oauth/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = credentials.ClientId!,
                ["client_secret"] = credentials.ClientSecret!,
                ["audience"] = Root.ToString(),
            }),
        };
        using var response = await AskAsync(request, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        return response.IsSuccessStatusCode && answer?["access_token"]?.GetValue<string>() is { Length: > 0 } token
            ? token
            : throw new AdminException(
                $"{issuer.Host} gives no token for its Management API: {answer?["error_description"] ?? answer?["error"]}. "
                + "Check its id and secret, and that it is authorized under Applications > APIs > Auth0 Management API > Machine to Machine Applications.");
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new AdminException($"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} cannot be reached: {exception.GetBaseException().Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AdminException($"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} did not answer in time.");
        }
    }

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            throw new AdminException($"{response.RequestMessage!.RequestUri!.AbsolutePath} was answered with {(int)response.StatusCode} and something that is no JSON.");
        }
    }

    private static async Task<Exception> RefusalAsync(HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(response, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Forbidden && answer?["errorCode"]?.ToString() == "insufficient_scope")
            return new LacksScopeException($"{answer["message"]}");
        var words = $"{method} {path.Split('?')[0]} was refused with {(int)response.StatusCode}: {answer?["message"] ?? answer?["error"]}";
        return (int)response.StatusCode < 500 ? new RefusedException(words) : new AdminException(words);
    }

    /// <summary>What <c>Retry-After</c> says, else until the limit is reset, else twice as long each time.</summary>
    private TimeSpan WaitOf(HttpResponseMessage response, int tries)
    {
        var wait = response.Headers.RetryAfter?.Delta
            ?? (response.Headers.TryGetValues("x-ratelimit-reset", out var reset) && long.TryParse(reset.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                ? DateTimeOffset.FromUnixTimeSeconds(at) - clock.GetUtcNow()
                : TimeSpan.FromMilliseconds(250 << tries));
        return wait < TimeSpan.FromMilliseconds(100) ? TimeSpan.FromMilliseconds(100) : wait < LongestWait ? wait : LongestWait;
    }
}

/// <summary>Auth0 understood the request and did not do it.</summary>
internal class RefusedException(string message) : AdminException(message);

/// <summary>The credentials are not allowed to do it; the message is Auth0's and names the scopes that would do.</summary>
internal sealed class LacksScopeException(string message) : RefusedException(message);
