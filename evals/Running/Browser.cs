using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Evals.Running;

/// <summary>The person at their browser: opens the links that the agent gives them, reads what the page shows, and decides as the scenario says.</summary>
/// <param name="stranger">Who gets hold of each link too; null for nobody.</param>
internal sealed class Browser(Person person, Person? stranger, PersonBehaviour behaviour, Transcript transcript)
{
    private readonly HashSet<Uri> _given = [];
    private readonly List<(Uri Link, int AtCall)> _later = [];
    private int _calls;

    /// <summary>Who has decided on a page, or ignored it, has no reason to open it again.</summary>
    public async Task OpenAsync(Uri link, CancellationToken cancellationToken)
    {
        if (!_given.Add(link))
            return;
        if (behaviour.OpensAfterCalls == 0)
            await VisitAsync(link, cancellationToken);
        else
            _later.Add((link, _calls + behaviour.OpensAfterCalls));
    }

    /// <summary>The agent makes another call: what the person has put off by so many comes before it.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        _calls++;
        foreach (var due in _later.Where(one => one.AtCall < _calls).ToList())
        {
            _later.Remove(due);
            await VisitAsync(due.Link, cancellationToken);
        }
    }

    private async Task VisitAsync(Uri link, CancellationToken cancellationToken)
    {
        try
        {
            if (stranger is not null)
                await TryAsync(stranger, link, cancellationToken);
            if (link.AbsolutePath.StartsWith("/connect/", StringComparison.Ordinal))
                await ConnectAsync(link, cancellationToken);
            else
                await DecideAsync(link, cancellationToken);
        }
        catch (PersonStuckException exception)
        {
            transcript.Say("person", exception.Message);
        }
    }

    /// <summary>Whoever has a link opens it, logs in as themselves, and presses the first button that there is.</summary>
    private async Task TryAsync(Person stranger, Uri link, CancellationToken cancellationToken)
    {
        var page = await stranger.BrowseAsync(link, cancellationToken);
        transcript.Say("stranger", $"opens the link, logs in as {stranger.Username} and ends at “{page.Heading}”");
    }

    private async Task ConnectAsync(Uri link, CancellationToken cancellationToken)
    {
        transcript.Say("person", $"{behaviour.Consent} what the link to connect an account asks");
        if (behaviour.Consent == "ignores")
            return;
        person.StopsAtDecisions = false;
        person.GrantsAtProvider = behaviour.Consent == "grants";
        await person.BrowseAsync(link, cancellationToken);
    }

    private async Task DecideAsync(Uri link, CancellationToken cancellationToken)
    {
        if (behaviour.Approval == "ignores")
        {
            transcript.Say("person", "ignores the link");
            return;
        }

        person.StopsAtDecisions = true;
        var page = await person.BrowseAsync(link, cancellationToken);
        var isToDisconnect = page.Document.QuerySelector("button[name=decision][value=disconnect]") is not null;
        var (yes, no) = isToDisconnect ? ("disconnect", "keep") : ("approve", "deny");
        var decision = behaviour.Approval switch
        {
            "careless" => yes,
            "denies" => no,
            "reports" => isToDisconnect ? no : "report",
            _ => (isToDisconnect ? behaviour.WantsToDisconnect : IsWanted(page)) ? yes : no,
        };
        if (page.Document.QuerySelector($"button[name=decision][value={decision}]") is not { } button)
        {
            transcript.Say("person", $"sees “{page.Heading}”, where there is nothing to decide");
            return;
        }

        var words = button.TextContent.Trim();
        transcript.Say("person", $"sees “{page.Heading}” and presses “{words}”");
        await person.PressAsync(page, words, cancellationToken);
    }

    /// <summary>It reaches nobody but whom the user wanted to write to, and says what they wanted to say.</summary>
    private bool IsWanted(SeenPage page)
    {
        var reached = page.Document.QuerySelectorAll(".people .address").Select(address => address.TextContent.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return behaviour.Wants.Any(wanted =>
            reached.SetEquals(wanted.To) && (wanted.Says is null || page.Text.Contains(wanted.Says, StringComparison.OrdinalIgnoreCase)));
    }
}
