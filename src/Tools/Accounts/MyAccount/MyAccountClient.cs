using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Polly.Timeout;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts.MyAccount;

/// <summary>
/// Connected Accounts of Auth0's My Account API, for the user of this server's own web login
/// (auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/connected-accounts-for-token-vault). Thread safe.
/// </summary>
internal sealed class MyAccountClient(HttpClient http, ClientAuthentication clientAuthentication, IOptions<Auth0Options> options)
{
    private const string Scopes = "create:me:connected_accounts read:me:connected_accounts delete:me:connected_accounts";
    private const int PageSize = 20;
    private const int MaxPages = 10;

    private readonly Uri _issuer = options.Value.Issuer!;
    private readonly Uri _connectedAccounts = new(options.Value.Issuer!, "me/v1/connected-accounts/");

    /// <summary>
    /// A token for My Account, for the web login's refresh token: one refresh token serves several audiences (MRRT), which the
    /// application's refresh token policies must allow.
    /// </summary>
    /// <exception cref="MyAccountException">The login is over, the application lacks the policy, or there was no answer.</exception>
    public async Task<string> GetTokenAsync(SubjectToken refreshToken, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken.Value,
            ["audience"] = new Uri(_issuer, "me/").ToString(),
            ["scope"] = Scopes,
        };
        clientAuthentication.AddTo(form, SubjectTokenType.RefreshToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_issuer, "oauth/token")) { Content = new FormUrlEncodedContent(form) };
        var answer = await SendAsync(request, MyAccountJson.Default.MyAccountToken, cancellationToken);
        return answer.AccessToken ?? throw new MyAccountException(null, "no_access_token");
    }

    /// <summary>Ends the web login's refresh token (RFC 7009): a copy of the session is worth nothing then.</summary>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public async Task RevokeAsync(SubjectToken refreshToken, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["token"] = refreshToken.Value };
        clientAuthentication.AddTo(form, SubjectTokenType.RefreshToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_issuer, "oauth/revoke")) { Content = new FormUrlEncodedContent(form) };
        using var response = await AnswerAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await RefusalAsync(response, cancellationToken);
    }

    /// <summary>Begins a connect.</summary>
    /// <returns>Where to send the browser, ticket included, and the session that completes it.</returns>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public async Task<(Uri Address, string AuthSession)> ConnectAsync(string token, ConnectRequest connect, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(_connectedAccounts, "connect"), token);
        request.Content = JsonContent.Create(connect, MyAccountJson.Default.ConnectRequest);
        var answer = await SendAsync(request, MyAccountJson.Default.ConnectResponse, cancellationToken);
        // The browser is sent there, so only an address of the tenant itself is accepted.
        if (answer.ConnectUri is { IsAbsoluteUri: true } uri && !IsTenants(uri))
            throw new MyAccountException(null, "connect_uri_at_another_domain");
        return answer is { ConnectUri: { IsAbsoluteUri: true } address, AuthSession: { Length: > 0 } session, ConnectParams.Ticket: { Length: > 0 } ticket }
            ? (new UriBuilder(address) { Query = "ticket=" + Uri.EscapeDataString(ticket) }.Uri, session)
            : throw new MyAccountException(null, "no_connect_uri");
    }

    private bool IsTenants(Uri address) =>
        _issuer.IsBaseOf(address)
        || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && options.Value.OtherDomains.Contains(address.Host, StringComparer.OrdinalIgnoreCase));

    /// <summary>Completes a connect: the account is in the user's Token Vault then.</summary>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public async Task<VaultAccount> CompleteAsync(string token, CompleteRequest complete, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(_connectedAccounts, "complete"), token);
        request.Content = JsonContent.Create(complete, MyAccountJson.Default.CompleteRequest);
        return await SendAsync(request, MyAccountJson.Default.VaultAccount, cancellationToken);
    }

    /// <summary>The user's connected accounts.</summary>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public Task<IReadOnlyList<VaultAccount>> ListAsync(string token, CancellationToken cancellationToken) =>
        ListAsync("accounts", token, MyAccountJson.Default.VaultAccountPage, page => (page.Accounts, page.Next), cancellationToken);

    /// <summary>The connections that are active for Connected Accounts and enabled for the web application.</summary>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public Task<IReadOnlyList<VaultConnectionInfo>> ListConnectionsAsync(string token, CancellationToken cancellationToken) =>
        ListAsync("connections", token, MyAccountJson.Default.VaultConnectionPage, page => (page.Connections, page.Next), cancellationToken);

    /// <summary>Takes an account out of the user's Token Vault; the provider is not told. One that is gone already is as good.</summary>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public async Task DeleteAsync(string token, string id, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Delete, new Uri(_connectedAccounts, $"accounts/{Uri.EscapeDataString(id)}"), token);
        using var response = await AnswerAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode != System.Net.HttpStatusCode.NotFound)
            throw await RefusalAsync(response, cancellationToken);
    }

    private async Task<IReadOnlyList<T>> ListAsync<T, TPage>(
        string what, string token, JsonTypeInfo<TPage> type, Func<TPage, (IReadOnlyList<T> Items, string? Next)> read, CancellationToken cancellationToken)
        where TPage : class
    {
        var all = new List<T>();
        string? from = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var query = from is null ? $"?take={PageSize}" : $"?take={PageSize}&from={Uri.EscapeDataString(from)}";
            using var request = Request(HttpMethod.Get, new Uri(_connectedAccounts, what + query), token);
            var (items, next) = read(await SendAsync(request, type, cancellationToken));
            all.AddRange(items);
            if (next is not { Length: > 0 })
                break;
            from = next;
        }

        return all;
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string token) =>
        new(method, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        using var response = await AnswerAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await RefusalAsync(response, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw new MyAccountException(response.StatusCode, "no_json");
        }
        catch (JsonException exception)
        {
            throw new MyAccountException(response.StatusCode, "no_json", exception);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException)
        {
            throw new MyAccountException(null, null, exception);
        }
    }

    private static async Task<MyAccountException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var problem = JsonSerializer.Deserialize(
                await response.Content.ReadAsByteArrayAsync(cancellationToken), MyAccountJson.Default.MyAccountProblem);
            return new MyAccountException(response.StatusCode, problem?.Error ?? problem?.Type);
        }
        catch (JsonException)
        {
            return new MyAccountException(response.StatusCode, null);
        }
    }
}
