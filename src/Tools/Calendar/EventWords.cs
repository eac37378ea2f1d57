namespace TokenVaultAgent.Tools.Calendar;

/// <summary>Finds words as Google's <c>q</c> does: every one of them somewhere in the title, description, location or people.</summary>
internal sealed class EventWords(string query)
{
    private readonly string[] _words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool AreIn(CalendarEvent item, CancellationToken cancellationToken)
    {
        string?[] texts =
        [
            item.Title, item.Location, item.Organizer?.Name, item.Organizer?.Address,
            .. item.Attendees.Select(a => a.Name), .. item.Attendees.Select(a => a.Address),
            item.ReadDescription(int.MaxValue, cancellationToken).Text,
        ];
        return _words.All(word => texts.Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) is true));
    }
}
