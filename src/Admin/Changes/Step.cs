using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>One change that was made.</summary>
/// <param name="What">In words.</param>
/// <param name="Back">What takes it back.</param>
/// <param name="Left">The value it left where <paramref name="Back"/> would change something; null where any value may be changed back.</param>
internal sealed record Step(string What, Change Back, JsonNode? Left)
{
    /// <returns>Null where nothing is to be taken back.</returns>
    public static Step? Of(Change change, TenantState before, JsonNode? answer) => change.Back(before, answer) is { } back ? new Step(change.What, back, change.Outcome) : null;

    public Standing Look(TenantState tenant)
    {
        try
        {
            return LookAt(tenant);
        }
        catch (UnreadableException)
        {
            return Standing.Unknown;
        }
    }

    private Standing LookAt(TenantState tenant)
    {
        if (Back is DeleteItem { Id: null })
            return Standing.Lost;
        var there = Back.Touched(tenant);
        if (there is null || JsonNode.DeepEquals(there, Back.Outcome))
            return Standing.IsBack;
        if (Back is DeleteItem { IsRefused: true })
            return Standing.Stays;
        if (Left is null || there.Holds(Left))
            return Standing.IsAsLeft;
        return there.Holds(Back.Outcome) ? Standing.IsBack : Standing.Changed;
    }
}

/// <summary>How a change that was made stands now.</summary>
internal enum Standing
{
    /// <summary>It can be taken back.</summary>
    IsAsLeft,

    /// <summary>Somebody has undone it already, or it never happened.</summary>
    IsBack,

    /// <summary>Somebody has changed it since, so it is left alone.</summary>
    Changed,

    /// <summary>Auth0 has no request that takes it back.</summary>
    Stays,

    /// <summary>The credentials may not look.</summary>
    Unknown,

    /// <summary>Something was to be made, and no answer came: whether it was is not known.</summary>
    Lost,
}
