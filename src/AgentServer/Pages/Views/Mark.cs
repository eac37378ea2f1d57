namespace TokenVaultAgent.AgentServer.Pages.Views;

/// <summary>How something came out.</summary>
public enum Mark
{
    None,
    Good,
    Notice,
}
