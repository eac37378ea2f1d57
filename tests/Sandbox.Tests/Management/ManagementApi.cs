using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Management;

/// <summary>The tenant's Management API, called with some scopes.</summary>
internal sealed class ManagementApi(TenantSandbox sandbox, string token)
{
    /// <param name="scopes">Null for all.</param>
    public static async Task<ManagementApi> OpenAsync(TenantSandbox sandbox, params string[]? scopes)
    {
        var admin = sandbox.Tenant.AdminClient;
        var audience = sandbox.Issuer + "api/v2/";
        if (scopes is { Length: > 0 })
            sandbox.Tenant.Put(new ClientGrant(admin.ClientId, audience, scopes));
        var answer = await sandbox.TokenAsync([
            ("grant_type", "client_credentials"), ("client_id", admin.ClientId), ("client_secret", admin.ClientSecret), ("audience", audience),
        ]);
        return new ManagementApi(sandbox, answer.AccessToken);
    }

    public async Task<ManagementAnswer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "api/v2/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await sandbox.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new ManagementAnswer((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }

    public Task<ManagementAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);
}

internal sealed record ManagementAnswer(int Status, JsonNode? Json, HttpResponseHeaders Headers)
{
    /// <summary>Status and Auth0's name for it.</summary>
    public (int Status, string? Code) Refusal => (Status, Json?["errorCode"]?.ToString());
}
