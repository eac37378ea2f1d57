namespace TokenVaultAgent.Sandbox.World;

public sealed class WorldCalendar
{
    /// <summary>Google: the address for the primary one, else <c>…@group.calendar.google.com</c>. Graph: a long opaque id.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    public bool IsPrimary { get; init; }

    public bool CanWrite { get; init; } = true;

    public required string TimeZone { get; init; }

    public List<WorldEvent> Events { get; } = [];
}
