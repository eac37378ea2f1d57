using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0.Phone;

namespace TokenVaultAgent.Sandbox.Auth0.Ciba;

/// <summary>One request at <c>/bc-authorize</c>, until its tokens are taken.</summary>
internal sealed class CibaRequest(string id, OAuthClient client, TenantUser user, PhoneNotification notification)
{
    public string Id { get; } = id;

    public OAuthClient Client { get; } = client;

    public TenantUser User { get; } = user;

    public PhoneNotification Notification { get; } = notification;

    public required IReadOnlyList<string> Scopes { get; init; }

    public ApiResource? Api { get; init; }

    public JsonArray? AuthorizationDetails { get; init; }

    /// <summary>Seconds between two polls; grows for a client that does not keep to it.</summary>
    public int Interval { get; set; } = 5;

    public DateTimeOffset LastPoll { get; set; } = DateTimeOffset.MinValue;

    public bool IsRedeemed { get; set; }
}
