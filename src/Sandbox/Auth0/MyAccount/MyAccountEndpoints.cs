using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0.MyAccount;

/// <summary>
/// Connected Accounts of the My Account API at <c>/me/v1/connected-accounts</c>
/// (auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/connected-accounts-for-token-vault and the API's OpenAPI file).
/// </summary>
internal static partial class MyAccountEndpoints
{
    public const string Create = "create:me:connected_accounts";
    public const string Read = "read:me:connected_accounts";
    public const string Delete = "delete:me:connected_accounts";

    private const string Root = "/me/v1/connected-accounts";

    public static void MapMyAccount(this WebApplication app)
    {
        app.MapPost(Root + "/connect", (HttpContext http, AccessTokens tokens, Tenant tenant) => AnswerAsync(http, tokens, tenant, Create, ConnectAsync));
        app.MapPost(Root + "/complete", (HttpContext http, AccessTokens tokens, Tenant tenant) => AnswerAsync(http, tokens, tenant, Create, CompleteAsync));
        app.MapGet(Root + "/accounts", (HttpContext http, AccessTokens tokens, Tenant tenant) => AnswerAsync(http, tokens, tenant, Read, ListAccountsAsync));
        app.MapGet(Root + "/connections", (HttpContext http, AccessTokens tokens, Tenant tenant) => AnswerAsync(http, tokens, tenant, Read, ListConnectionsAsync));
        app.MapDelete(Root + "/accounts/{id}", (HttpContext http, AccessTokens tokens, Tenant tenant) => AnswerAsync(http, tokens, tenant, Delete, DeleteAsync));
        // A RequestDelegate: for any other kind of fallback the request delegate generator loses the path.
        app.MapFallback("/me/{**path}", (HttpContext http) => MyAccountError
            .NotFound($"The requested resource {http.Request.Method} {http.Request.Path} was not found.").ToResult().ExecuteAsync(http));
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, AccessTokens tokens, Tenant tenant, string scope, Func<Call, Task<IResult>> handle)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var header = http.Request.Headers.Authorization.ToString();
            var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? await tokens.ReadAsync(header[7..].Trim())
                : null;
            if (token is null || !token.Audiences.Contains(tenant.MyAccountAudience) || tenant.FindUserBySub(token.Subject) is null)
                throw MyAccountError.InvalidToken();
            return token.TryGetPayloadValue<string>("scope", out var granted) && granted.Split(' ').Contains(scope)
                ? await handle(new Call(http, tenant, token))
                : throw MyAccountError.MissingScope(scope);
        }
        catch (MyAccountError error)
        {
            return error.ToResult();
        }
    }

    private static async Task<IResult> ConnectAsync(Call call)
    {
        var request = ConnectRequest.Read(await call.BodyAsync(ConnectRequest.Members));
        var client = call.Tenant.FindClient(call.ClientId)!;
        if (client.Callbacks.All(callback => callback.OriginalString != request.RedirectUri))
            throw MyAccountError.Invalid([new ValidationError("Must be one of the client's allowed callback URLs", "redirect_uri")]);
        var connection = call.Tenant.FindConnection(request.Connection);
        if (connection is not { ConnectedAccountsActive: true } || !connection.EnabledClients.Contains(client.ClientId))
            throw MyAccountError.NotFound("The connection does not exist, or is not enabled for Connected Accounts and this client");
        // "Initiate" of the same page: what is passed takes the place of the connection's scopes, and must have these.
        if (connection.Strategy == "google-oauth2" && request.Scopes is { } passed && (!passed.Contains("openid") || !passed.Contains("profile")))
            throw MyAccountError.Invalid([new ValidationError("Must contain openid and profile", "scopes")]);

        var pending = call.Service<PendingConnects>().Begin(call.Sub, client, connection, request, Scopes(request, connection.Scopes));
        return Results.Json(new Dictionary<string, object>
        {
            ["connect_uri"] = call.Tenant.Settings.ConnectDomain is { } domain
                ? $"https://{domain}{ConnectPages.ConnectPath}"
                : new Uri(call.Service<ISandboxAddresses>().Auth0Url, ConnectPages.ConnectPath).ToString(),
            ["auth_session"] = pending.AuthSession,
            ["connect_params"] = new Dictionary<string, string> { ["ticket"] = pending.Ticket },
            ["expires_in"] = PendingConnects.LifetimeSeconds,
        }, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Scopes of the request take the place of the connection's, but for <c>offline_access</c>.</summary>
    private static IReadOnlyList<string> Scopes(ConnectRequest request, IReadOnlyList<string> standard) =>
        request.Scopes is null ? standard : [.. request.Scopes.Union(standard.Where(scope => scope == "offline_access"))];

    private static async Task<IResult> CompleteAsync(Call call)
    {
        var body = await call.BodyAsync("auth_session", "connect_code", "redirect_uri", "code_verifier");
        string? Text(string name) => body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

        if (Text("auth_session") is not { } session || call.Service<PendingConnects>().Take(session) is not { Answer: { } answer } pending)
            throw MyAccountError.Invalid("The auth_session is unknown, expired or not answered yet");
        if (pending.Sub != call.Sub)
            throw new MyAccountError(403, 2, "Forbidden", "The auth_session belongs to another user");
        if (answer.Code != Text("connect_code") || pending.Request.RedirectUri != Text("redirect_uri"))
            throw MyAccountError.Invalid("The connect_code or the redirect_uri is wrong");
        if (pending.Request.CodeChallenge is { } challenge
            && challenge != WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Text("code_verifier") ?? ""))))
            throw MyAccountError.Invalid("Failed to verify the code_verifier");

        return Results.Json(Json(call.Tenant.Connect(pending.Sub, pending.Connection.Name, answer.Account, answer.Scopes, call.Now)),
            statusCode: StatusCodes.Status201Created);
    }

    private static Task<IResult> ListAccountsAsync(Call call)
    {
        var connections = call.Http.Request.Query["connection"];
        var all = call.Tenant.ConnectedAccountsOf(call.Sub).Where(a => connections.Count == 0 || connections.Contains(a.Connection)).ToList();
        return Task.FromResult(call.Paged(all, "accounts", Json));
    }

    private static Task<IResult> ListConnectionsAsync(Call call)
    {
        var client = call.ClientId;
        var all = call.Tenant.Connections.Where(c => c.ConnectedAccountsActive && c.EnabledClients.Contains(client)).ToList();
        return Task.FromResult(call.Paged(all, "connections", c => new JsonObject
        {
            ["name"] = c.Name,
            ["strategy"] = c.Strategy,
            ["scopes"] = Array(c.Scopes),
        }));
    }

    private static Task<IResult> DeleteAsync(Call call)
    {
        var id = (string)call.Http.Request.RouteValues["id"]!;
        // The OpenAPI file has a pattern for ids and no 404: the answer for an account that is gone is not documented.
        if (!AccountId().IsMatch(id))
            throw MyAccountError.Invalid("The id must match ^cac_[A-Za-z0-9]+$");
        // The provider is not told: its grant stays until the user removes it there.
        if (call.Tenant.ConnectedAccountsOf(call.Sub).Any(a => a.Id == id))
            call.Tenant.RemoveConnectedAccount(id);
        return Task.FromResult(Results.NoContent());
    }

    private static JsonObject Json(ConnectedAccount account) => new()
    {
        ["id"] = account.Id,
        ["connection"] = account.Connection,
        ["access_type"] = "offline",
        ["scopes"] = Array(account.Scopes),
        ["created_at"] = account.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    [GeneratedRegex("^cac_[A-Za-z0-9]+$")]
    private static partial Regex AccountId();

    /// <summary>One authorised call.</summary>
    private sealed record Call(HttpContext Http, Tenant Tenant, JsonWebToken Token)
    {
        public string Sub => Token.Subject;

        /// <summary>Its claim is another in each of the token dialects.</summary>
        public string ClientId => Token.TryGetPayloadValue<string>("azp", out var client) ? client : Token.GetPayloadValue<string>("client_id");

        public DateTimeOffset Now => Service<TimeProvider>().GetUtcNow();

        public T Service<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

        /// <param name="members">Those that may be there.</param>
        public async Task<JsonObject> BodyAsync(params string[] members)
        {
            if (!Http.Request.HasJsonContentType())
                throw new MyAccountError(415, 1, "Unsupported Media Type", "The body must be application/json");
            try
            {
                var body = await JsonNode.ParseAsync(Http.Request.Body, cancellationToken: Http.RequestAborted) as JsonObject
                    ?? throw MyAccountError.Invalid("The body must be a JSON object");
                var unknown = body.Select(member => member.Key).Except(members)
                    .Select(name => new ValidationError($"Additional property not allowed: {name}", name)).ToList();
                return unknown.Count == 0 ? body : throw MyAccountError.Invalid(unknown);
            }
            catch (JsonException)
            {
                throw MyAccountError.Invalid("The body must be a JSON object");
            }
        }

        /// <summary><c>take</c> is 1 to 20, 10 by default; <c>next</c> is what to pass as <c>from</c>.</summary>
        public IResult Paged<T>(List<T> all, string name, Func<T, JsonObject> json)
        {
            var take = Number("take", 10);
            var from = Number("from", 0);
            if (take is < 1 or > 20 || from < 0 || from > all.Count)
                throw MyAccountError.Invalid("from or take is out of range");
            var answer = new JsonObject { [name] = new JsonArray([.. all.Skip(from).Take(take).Select(json)]) };
            if (from + take < all.Count)
                answer["next"] = (from + take).ToString(CultureInfo.InvariantCulture);
            return Results.Json(answer);
        }

        private int Number(string name, int standard) => Http.Request.Query[name] is not [{ Length: > 0 } text, ..] ? standard
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw MyAccountError.Invalid($"{name} must be a number");
    }
}
