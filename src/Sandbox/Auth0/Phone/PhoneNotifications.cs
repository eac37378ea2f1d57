using System.Collections.Concurrent;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0.Phone;

/// <summary>What the tenant has pushed to phones. An answer is given once, and in time. Thread safe.</summary>
internal sealed class PhoneNotifications(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, PhoneNotification> _all = new();

    public PhoneNotification Push(TenantUser user, OAuthClient client, string message, IReadOnlyList<string> details, TimeSpan lifetime)
    {
        var notification = new PhoneNotification(Secrets.New(16), user.Sub, client.Name, message, details, clock.GetUtcNow() + lifetime);
        return _all[notification.Id] = notification;
    }

    public IReadOnlyList<PhoneNotification> WaitingAt(string sub) =>
        [.. _all.Values.Where(n => n.Sub == sub && n.IsAllowed is null && n.ExpiresAt > clock.GetUtcNow()).OrderBy(n => n.ExpiresAt)];

    /// <summary>As it stands now.</summary>
    public PhoneNotification Find(PhoneNotification notification) => _all[notification.Id];

    /// <summary>Nothing happens where there is no such notification at this phone, it has expired, or it was answered before.</summary>
    public void Answer(string sub, string id, bool isAllowed)
    {
        if (WaitingAt(sub).FirstOrDefault(n => n.Id == id) is { } waiting)
            _all.TryUpdate(id, waiting with { IsAllowed = isAllowed }, waiting);
    }
}
