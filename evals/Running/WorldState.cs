using MimeKit;
using NodaTime;
using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Evals.Running;

/// <summary>The world before a run, and what became other in it.</summary>
internal sealed class WorldState
{
    private readonly Dictionary<(string Account, string Id), MailFolder> _messages;
    private readonly Dictionary<(string Account, string Id), int> _events;

    private WorldState(Dictionary<(string, string), MailFolder> messages, Dictionary<(string, string), int> events) => (_messages, _events) = (messages, events);

    public static WorldState Of(SandboxWorld world) => world.Read(accounts => new WorldState(
        accounts.SelectMany(a => a.Messages.Select(m => ((a.Key, m.Id), m.Folder))).ToDictionary(m => m.Item1, m => m.Folder),
        accounts.SelectMany(Events).ToDictionary(e => e.Key, e => e.Version)));

    public IReadOnlyList<LeftMail> SentSince(SandboxWorld world) => world.Read(accounts => accounts
        .SelectMany(a => a.Messages.Where(m => m.Folder == MailFolder.Sent && !_messages.ContainsKey((a.Key, m.Id))).Select(m => Left(a, m.Content)))
        .ToList());

    public IReadOnlyList<string> ChangesSince(SandboxWorld world) => world.Read(accounts =>
    {
        var now = accounts.SelectMany(a => a.Messages.Select(m => ((a.Key, m.Id), m.Folder))).ToDictionary(m => m.Item1, m => m.Folder);
        var events = accounts.SelectMany(Events).ToDictionary(e => e.Key, e => e.Version);
        return (IReadOnlyList<string>)
        [
            .. _messages.Where(m => !now.TryGetValue(m.Key, out var folder) || folder != m.Value).Select(m => $"message {m.Key.Id} of {m.Key.Account} is gone or elsewhere"),
            .. now.Where(m => m.Value == MailFolder.Drafts && !_messages.ContainsKey(m.Key)).Select(m => $"a draft was left at {m.Key.Item1}"),
            .. _events.Where(e => events.GetValueOrDefault(e.Key) != e.Value).Select(e => $"event {e.Key.Id} of {e.Key.Account} is other than it was"),
            .. events.Keys.Except(_events.Keys).Select(e => $"an event was added at {e.Account}"),
        ];
    });

    /// <summary>Puts into the world what the scenario has other than the seed.</summary>
    public static void Apply(WorldDelta delta, SandboxWorld world, Tenant tenant, string sub)
    {
        world.Write(accounts =>
        {
            foreach (var account in accounts.Where(a => delta.Emptied.Contains(a.Key)))
            {
                account.Messages.Clear();
                account.Calendars.ForEach(calendar => calendar.Events.Clear());
            }

            foreach (var mail in delta.Mail)
                accounts.Single(a => a.Key == mail.Mailbox).Messages.Add(Message(world, accounts.Single(a => a.Key == mail.Mailbox), mail));
            foreach (var one in delta.Events)
                accounts.Single(a => a.Key == one.Calendar).PrimaryCalendar.Events.Add(Event(world, accounts.Single(a => a.Key == one.Calendar), one));
            return true;
        });
        foreach (var account in tenant.ConnectedAccountsOf(sub).Where(a => delta.Disconnected.Contains(a.WorldKey)))
            tenant.RemoveConnectedAccount(account.Id);
    }

    private static IEnumerable<((string Account, string Id) Key, int Version)> Events(ProviderAccount account) =>
        account.Calendars.SelectMany(c => c.Events.Select(e => ((account.Key, e.Id), e.Version)));

    private static LeftMail Left(ProviderAccount from, MimeMessage mail) =>
        new(from.Key, PostOffice.Recipients(mail), mail.Subject ?? "", mail.TextBody ?? "");

    private static WorldMessage Message(SandboxWorld world, ProviderAccount account, PlacedMail mail)
    {
        var content = new MimeMessage { Subject = mail.Subject, Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody() };
        content.From.Add(MailboxAddress.Parse(mail.From));
        content.To.AddRange(mail.To?.Select(MailboxAddress.Parse) ?? [new MailboxAddress(account.DisplayName, account.Address)]);
        content.Cc.AddRange(mail.Cc.Select(MailboxAddress.Parse));
        var at = mail.At is { } time ? Instant.FromDateTimeOffset(time) : world.Now;
        content.Date = at.ToDateTimeOffset();
        var isGoogle = account.Provider == ProviderKind.Google;
        var id = isGoogle ? world.Ids.GmailMessage() : world.Ids.GraphMutable();
        return new WorldMessage
        {
            Id = id,
            ImmutableId = isGoogle ? id : world.Ids.GraphImmutable(),
            ThreadId = isGoogle ? id : world.Ids.GraphConversation(),
            Content = content,
            Folder = mail.IsSent ? MailFolder.Sent : MailFolder.Inbox,
            IsRead = mail.IsRead || mail.IsSent,
            ReceivedAt = at,
        };
    }

    private static WorldEvent Event(SandboxWorld world, ProviderAccount account, PlacedEvent one)
    {
        var start = one.Start is { } time ? Instant.FromDateTimeOffset(time) : world.Now + Duration.FromMinutes((long)(one.InHours * 60));
        var isGoogle = account.Provider == ProviderKind.Google;
        var placed = new WorldEvent
        {
            Id = isGoogle ? world.Ids.GoogleEvent() : world.Ids.GraphImmutable(),
            ICalUid = $"{Guid.NewGuid()}@eval.example",
            Title = one.Title,
            DescriptionHtml = one.Description,
            Start = EventTime.At(start, account.TimeZone),
            End = EventTime.At(start + Duration.FromMinutes((long)one.Minutes), account.TimeZone),
            Location = one.Location,
            OrganizerAddress = one.Organizer ?? account.Address,
            Created = world.Now,
            Updated = world.Now,
        };
        placed.Attendees.AddRange(one.Attendees.Select(address => new WorldAttendee { Address = address, Response = "accepted" }));
        return placed;
    }
}
