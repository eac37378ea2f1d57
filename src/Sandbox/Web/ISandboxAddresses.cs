namespace TokenVaultAgent.Sandbox.Web;

/// <summary>Where the services of a running sandbox are. The services know each other by nothing else.</summary>
public interface ISandboxAddresses
{
    /// <summary>The tenant's issuer, with its trailing slash.</summary>
    Uri Auth0Url { get; }

    /// <summary>Root of Google's APIs: <c>calendar/v3/</c>, <c>gmail/v1/</c> and <c>v1/userinfo</c> are under it.</summary>
    Uri GoogleUrl { get; }

    /// <summary>Microsoft Graph with its version, <c>…/v1.0</c>.</summary>
    Uri GraphUrl { get; }
}
