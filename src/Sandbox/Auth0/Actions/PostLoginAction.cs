namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>An Action that is deployed and bound to the post-login trigger.</summary>
/// <param name="Code">JavaScript that sets <c>exports.onExecutePostLogin</c>.</param>
public sealed record PostLoginAction(string Name, string Code, IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>The very files of <c>actions/</c>, in the order in which they must be bound.</summary>
    public static IReadOnlyList<PostLoginAction> Shipped { get; } = [Read("challenge-mfa"), Read("mfa-claims")];

    private static PostLoginAction Read(string name)
    {
        using var file = new StreamReader(typeof(PostLoginAction).Assembly.GetManifestResourceStream($"actions.{name}.js")!);
        return new PostLoginAction(name, file.ReadToEnd(), new Dictionary<string, string>());
    }
}
