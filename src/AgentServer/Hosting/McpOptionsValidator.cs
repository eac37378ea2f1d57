using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>Reports every faulty setting of the section, each with its key, and a public URL that tokens cannot be for.</summary>
internal sealed class McpOptionsValidator(IConfiguration configuration) : IValidateOptions<McpOptions>
{
    public const string Path = "/mcp";

    public ValidateOptionsResult Validate(string? name, McpOptions options)
    {
        string[] faults = [.. SettingFaults.OfAnnotations(McpOptions.Section, options), .. PublicUrl(options), .. Lists(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> PublicUrl(McpOptions options)
    {
        if (options.PublicUrl is null || SettingFaults.IsUnset(options.PublicUrl.OriginalString))
        {
            yield return $"Mcp:PublicUrl is missing: the endpoint's public URL, for example https://agent.example.com{Path}.";
            yield break;
        }

        if (!SettingFaults.IsSafe(options.PublicUrl))
            yield return "Mcp:PublicUrl must be an absolute https address without query or user (http only on loopback).";
        else if (!options.PublicUrl.AbsolutePath.EndsWith(Path, StringComparison.Ordinal))
            yield return $"Mcp:PublicUrl must end in {Path}, where the endpoint is.";
        // MCP clients ask for a token for the resource; Auth0 knows the resource by the API's identifier.
        if (configuration[$"{Auth0Options.Section}:{nameof(Auth0Options.Audience)}"] is { Length: > 0 } audience
            && audience != options.PublicUrl.OriginalString)
            yield return "Mcp:PublicUrl and Auth0:Audience must be the same: MCP clients ask for tokens for the former, and tokens are checked for the latter.";
    }

    private static IEnumerable<string> Lists(McpOptions options)
    {
        foreach (var scope in options.InitialScopes.Where(scope => scope != McpOptions.OfflineAccess && !Scopes.All.Contains(scope)))
            yield return $"Mcp:InitialScopes holds {scope}, which is none of {string.Join(", ", Scopes.All)}, {McpOptions.OfflineAccess}.";
        foreach (var origin in options.AllowedOrigins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.GetLeftPart(UriPartial.Authority) != origin)
                yield return $"Mcp:AllowedOrigins holds {origin}, which is no origin such as https://chat.example.com.";
    }
}
