using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule that is a client grant with some scopes, on behalf of users.</summary>
/// <param name="whom">Whom it is given, in words.</param>
internal abstract class GrantRule(string whom, IReadOnlyList<string> scopes) : Rule
{
    public sealed override Verdict Look(TenantState tenant, Wanted wanted)
    {
        if (KeyOf(tenant, wanted) is not { } key)
            return Verdict.ComesLater;
        if (tenant.All(TenantState.Grants).FirstOrDefault(grant => IsIt(grant, key)) is not { } found)
        {
            key["scope"] = scopes.ToJson();
            key["subject_type"] = "user";
            return Verdict.Bad("There is no such grant.", new MakeItem($"Grant {whom} {string.Join(", ", scopes)}", TenantState.Grants, key));
        }

        var missing = scopes.Except(found["scope"].Texts()).ToList();
        return missing.Count == 0
            ? Verdict.Good
            : Verdict.Bad($"Missing: {string.Join(", ", missing)}.", new ChangeItem(
                $"Grant {whom} {string.Join(", ", missing)}", TenantState.Grants, found["id"]!.ToString(), new JsonObject { ["scope"] = found["scope"].With(missing) }));
    }

    /// <summary>Who is given what API; null where one of them is not there yet.</summary>
    protected abstract JsonObject? KeyOf(TenantState tenant, Wanted wanted);

    protected virtual bool IsIt(JsonObject grant, JsonObject key) => key.All(member => grant[member.Key]?.ToString() == member.Value!.ToString());
}
