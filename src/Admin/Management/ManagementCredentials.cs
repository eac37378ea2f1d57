using System.Text.Json;
using TokenVaultAgent.Admin.Failures;

namespace TokenVaultAgent.Admin.Management;

/// <summary>What the Management API is called with: a token, or a client that gets one by client credentials.</summary>
internal sealed record ManagementCredentials(string? ClientId, string? ClientSecret, string? Token)
{
    public const string ClientIdVariable = "AUTH0_CLIENT_ID";
    public const string ClientSecretVariable = "AUTH0_CLIENT_SECRET";
    public const string TokenVariable = "AUTH0_MANAGEMENT_TOKEN";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="file">JSON with <c>client_id</c> and <c>client_secret</c>, or <c>token</c>; null for the environment.</param>
    /// <exception cref="AdminException">Neither is there, or the file cannot be read.</exception>
    public static ManagementCredentials Read(string? file)
    {
        var credentials = file is null
            ? new ManagementCredentials(
                Environment.GetEnvironmentVariable(ClientIdVariable), Environment.GetEnvironmentVariable(ClientSecretVariable), Environment.GetEnvironmentVariable(TokenVariable))
            : ReadFile(file);
        return credentials is { Token.Length: > 0 } or { ClientId.Length: > 0, ClientSecret.Length: > 0 }
            ? credentials
            : throw new AdminException(
                $"No credentials for the Management API. Set {ClientIdVariable} and {ClientSecretVariable} (a machine-to-machine application of the tenant that is authorized for it), "
                + $"or {TokenVariable}, or name a file with --credentials that holds {{\"client_id\": …, \"client_secret\": …}}.");
    }

    public override string ToString() => "[credentials]";

    private static ManagementCredentials ReadFile(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ManagementCredentials>(File.ReadAllText(file), Json) ?? throw new AdminException($"{file} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new AdminException($"{file} cannot be read: {exception.Message}");
        }
    }
}
