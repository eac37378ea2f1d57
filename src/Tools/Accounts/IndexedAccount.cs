using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>One connected account of one user as the index remembers it. It holds no token.</summary>
internal sealed class IndexedAccount
{
    public Guid Id { get; init; }

    /// <summary>Issuer and subject of the user (<see cref="Vault.Caller.Owner"/>).</summary>
    public required string Owner { get; init; }

    /// <summary>The Auth0 connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The account's id in the My Account API, <c>cac_…</c>; null until the user opens a page of this server.</summary>
    public string? VaultAccountId { get; set; }

    /// <summary>The provider's own id of the user; null where it could not be established whose account it is.</summary>
    public string? ProviderSubject { get; set; }

    /// <summary>The address that the provider vouches for, in lower case; null like <see cref="ProviderSubject"/>.</summary>
    public string? Address { get; set; }

    /// <summary>What is proven to select this account in an exchange; null where nothing is needed or nothing works.</summary>
    public string? LoginHint { get; set; }

    /// <summary>What the user granted, separated by spaces.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>The account that writes use where a call names none.</summary>
    public bool IsDefault { get; set; }

    /// <summary>Token Vault had no token for it the last time: it must be connected again.</summary>
    public bool IsStale { get; set; }

    /// <summary>Unix time in milliseconds.</summary>
    public long ConnectedAt { get; set; }

    /// <summary>Unix time in milliseconds, to within a minute.</summary>
    public long? LastUsedAt { get; set; }
}

internal sealed class IndexedAccountTable : IEntityTypeConfiguration<IndexedAccount>
{
    public void Configure(EntityTypeBuilder<IndexedAccount> account)
    {
        account.ToTable("Accounts");
        account.HasKey(a => a.Id);
        account.HasIndex(a => new { a.Owner, a.Connection, a.ProviderSubject }).IsUnique();
    }
}
