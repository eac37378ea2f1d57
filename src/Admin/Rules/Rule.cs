using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>One sentence of Auth0's configuration guide, as a check and as what mends it.</summary>
internal abstract class Rule
{
    /// <summary>For example <c>api-client-first-party</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What must be so.</summary>
    public abstract string Title { get; }

    /// <summary>What does not work when the rule is broken.</summary>
    public abstract string Why { get; }

    /// <summary>The clicks in the Dashboard.</summary>
    public abstract string ByHand { get; }

    public abstract Uri Docs { get; }

    /// <exception cref="UnreadableException">The credentials may not read what it takes.</exception>
    public abstract Verdict Look(TenantState tenant, Wanted wanted);
}

/// <param name="Found">What is there instead; empty where all is well.</param>
/// <param name="Mend">Null where there is nothing to do, or no request that does it.</param>
internal sealed record Verdict(Outcome Outcome, string Found, Change? Mend)
{
    public static readonly Verdict Good = new(Outcome.Pass, "", null);

    /// <summary>Another rule tells what is missing, and comes first.</summary>
    public static readonly Verdict ComesLater = new(Outcome.Waits, "", null);

    /// <summary>It may be intended, but its consequences should be known.</summary>
    public static Verdict Doubtful(string found) => new(Outcome.Warn, found, null);

    public static Verdict Bad(string found, Change? mend) => new(Outcome.Fail, found, mend);
}

internal enum Outcome
{
    Pass,
    Fail,
    Warn,

    /// <summary>It depends on another rule, which reports the fault.</summary>
    Waits,

    /// <summary>The credentials may not look.</summary>
    Unknown,
}
