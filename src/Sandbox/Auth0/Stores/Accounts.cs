namespace TokenVaultAgent.Sandbox.Auth0.Stores;

/// <summary>The tenant's users and what they have connected.</summary>
internal sealed class Accounts(Lock gate)
{
    public Store<TenantUser> Users { get; } = new(gate, user => user.Sub);

    public Store<ConnectedAccount> Connected { get; } = new(gate, account => account.Id);

    /// <summary>As the Connected Accounts flow leaves it: one that was there keeps its id and gets the new grant.</summary>
    public ConnectedAccount Connect(string sub, string connection, World.ProviderAccount granted, IReadOnlyList<string> scopes, DateTimeOffset now)
    {
        lock (gate)
        {
            var account = new ConnectedAccount
            {
                Id = Connected.Find(a => a.UserSub == sub && a.Connection == connection && a.WorldKey == granted.Key)?.Id ?? Tenant.NewId("cac_"),
                UserSub = sub,
                Connection = connection,
                WorldKey = granted.Key,
                Address = granted.Address,
                ProviderSubject = granted.ProviderUserId,
                Scopes = scopes,
                CreatedAt = now,
            };
            Connected.Put(account);
            return account;
        }
    }
}
