namespace TokenVaultAgent.Sandbox.World;

public sealed class WorldAttendee
{
    public required string Address { get; init; }

    public string? Name { get; init; }

    /// <summary>needsAction, accepted, declined or tentative.</summary>
    public string Response { get; set; } = "needsAction";

    public bool Optional { get; init; }
}
