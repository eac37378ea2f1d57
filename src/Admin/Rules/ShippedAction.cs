namespace TokenVaultAgent.Admin.Rules;

/// <summary>A file of <c>actions/</c>, as it is at this version.</summary>
internal sealed record ShippedAction(string Name, string Code)
{
    /// <summary>In the order in which they must run: the second reports what the first demanded.</summary>
    public static IReadOnlyList<ShippedAction> All { get; } = [Read("challenge-mfa"), Read("mfa-claims")];

    private static ShippedAction Read(string name)
    {
        using var file = new StreamReader(typeof(ShippedAction).Assembly.GetManifestResourceStream($"actions.{name}.js")!);
        return new ShippedAction(name, file.ReadToEnd());
    }
}
