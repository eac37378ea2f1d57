using System.Text.RegularExpressions;

namespace TokenVaultAgent.Sandbox.FaultInjection;

/// <summary>Faults that the control endpoint or a test injects. The first added that matches strikes first. Thread-safe.</summary>
public sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly List<ArmedFault> _armed = [];

    /// <exception cref="ArgumentException">
    /// The rule cannot be: an unknown service, a path that is no regular expression (of those that need no backtracking), a number out
    /// of range.
    /// </exception>
    public void Add(FaultRule rule)
    {
        var armed = new ArmedFault(rule);
        lock (_lock) _armed.Add(armed);
    }

    public void Clear()
    {
        lock (_lock) _armed.Clear();
    }

    /// <summary>The rules in force and how often each has struck.</summary>
    public IReadOnlyList<(FaultRule Rule, int Struck)> List()
    {
        lock (_lock) return [.. _armed.Select(a => (a.Rule, a.Struck))];
    }

    /// <summary>The faults that strike this request, in order: any latencies, then at most one other. Counts them as struck.</summary>
    internal IReadOnlyList<FaultRule> Take(string service, string method, string path, string pathAndQuery)
    {
        List<FaultRule> taken = [];
        lock (_lock)
        {
            foreach (var fault in _armed)
            {
                if (!fault.Strikes(service, method, path, pathAndQuery)) continue;
                taken.Add(fault.Rule);
                if (fault.Rule.Kind != FaultKind.Latency) break;
            }
        }
        return taken;
    }

    private sealed class ArmedFault
    {
        private static readonly string[] Services = ["auth0", "google", "graph"];

        private readonly Regex? _path;
        private readonly Random _random;

        public ArmedFault(FaultRule rule)
        {
            if (!Services.Contains(rule.Service)) throw new ArgumentException($"service must be one of {string.Join(", ", Services)}");
            if (rule.Kind is FaultKind.Status or FaultKind.StatusAfter && rule.Status is < 400 or > 599) throw new ArgumentException("status must be 400 to 599");
            if (rule.Probability is not (>= 0 and <= 1)) throw new ArgumentException("probability must be 0 to 1");
            if (rule.Times is < 1) throw new ArgumentException("times must be 1 or more");
            if (rule.Latency < TimeSpan.Zero || rule.RetryAfterSeconds < 0) throw new ArgumentException("a duration must not be negative");
            _path = rule.Path?.StartsWith('^') == true ? Pattern(rule.Path) : null;
            _random = new Random(rule.Seed);
            Rule = rule;
        }

        public FaultRule Rule { get; }

        public int Struck { get; private set; }

        public bool Strikes(string service, string method, string path, string pathAndQuery)
        {
            var matches = Rule.Service == service
                && (Rule.Method is null || string.Equals(Rule.Method, method, StringComparison.OrdinalIgnoreCase))
                && (Rule.Path is null || (_path?.IsMatch(pathAndQuery) ?? path.StartsWith(Rule.Path, StringComparison.Ordinal)))
                && (Rule.Times is null || Struck < Rule.Times)
                && (Rule.Probability >= 1 || Draw() < Rule.Probability);
            if (matches) Struck++;
            return matches;
        }

        private static Regex Pattern(string path)
        {
            try
            {
                return new Regex(path, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (NotSupportedException e)
            {
                throw new ArgumentException(e.Message, e);
            }
        }

#pragma warning disable CA5394 // Repeatable, not secret: the same seed must strike the same requests.
        private double Draw() => _random.NextDouble();
#pragma warning restore CA5394
    }
}
