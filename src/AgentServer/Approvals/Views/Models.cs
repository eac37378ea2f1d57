namespace TokenVaultAgent.AgentServer.Approvals.Views;

/// <param name="Email">Who is logged in; null where the tenant did not tell.</param>
/// <param name="Text">Shown whole; null where there is none.</param>
/// <param name="VerifiesFirst">The user must prove presence after pressing the button.</param>
public sealed record ApprovalModel(
    string Title, string Account, string? Email, IReadOnlyList<PersonModel> People, IReadOnlyList<FactModel> Facts, string? Text, bool VerifiesFirst);

/// <param name="Name">As the agent wrote it.</param>
/// <param name="Ascii">The address as machines write it, where that is not what one sees; null for plain letters.</param>
public sealed record PersonModel(string Role, string? Name, string Address, string? Ascii, bool IsOutside);

public sealed record FactModel(string Name, string Value);
