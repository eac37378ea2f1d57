namespace TokenVaultAgent.Sandbox.World;

public enum ProviderKind { Google, Microsoft }
