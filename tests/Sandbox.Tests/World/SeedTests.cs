using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.World;

public sealed class SeedTests
{
    private readonly SandboxWorld _world = Seeded(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_world_is_the_same_each_time()
    {
        var again = Seeded(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));

        Assert.Equal(Describe(_world), Describe(again));
    }

    [Fact]
    public void A_relative_day_is_one_of_the_accounts_zone()
    {
        // 18:00 UTC on the 23rd is already the 24th in Tokyo.
        var haircut = Event("cho-google", "Haircut");

        Assert.Equal(new LocalDate(2026, 11, 25), haircut.Start.Date);
    }

    [Fact]
    public void Mail_between_two_accounts_is_sent_in_one_and_received_in_the_other()
    {
        var sent = Message("ada-microsoft", "Quarterly review: slides");
        var received = Message("ben-microsoft", "Quarterly review: slides");

        Assert.Equal(MailFolder.Sent, sent.Folder);
        Assert.Equal(MailFolder.Inbox, received.Folder);
        Assert.NotEqual(sent.Id, received.Id);
    }

    [Fact]
    public void Answers_are_in_the_thread_of_what_they_answer()
    {
        var first = Message("ada-google", "Dinner when I am in Paris?");
        var answers = _world.Find("ada-google")!.Messages.Where(m => m.Content.Subject == "Re: Dinner when I am in Paris?");

        Assert.Equal(2, answers.Count());
        Assert.All(answers, answer => Assert.Equal(first.ThreadId, answer.ThreadId));
    }

    [Fact]
    public void Every_series_can_be_expanded()
    {
        var series = _world.Read(all => all.SelectMany(a => a.Calendars).SelectMany(c => c.Events).Where(e => e.RecurrenceRule is not null).ToList());

        Assert.NotEmpty(series);
        Assert.All(series, s => Assert.True(Recurrence.IsValid(s.RecurrenceRule!, s.Start), s.Title));
    }

    [Fact]
    public void Every_changed_instance_changes_one_that_its_series_has()
    {
        var orphans = _world.Read(all => all.SelectMany(a => a.Calendars).SelectMany(c => c.Events
            .Where(e => e.SeriesId is not null && !Has(c.Events.Single(m => m.Id == e.SeriesId), e.OriginalStart!))
            .Select(e => e.Title)).ToList());

        Assert.Empty(orphans);
    }

    private static bool Has(WorldEvent master, EventTime start)
    {
        var at = start.ToInstant(start.TimeZone);
        return Recurrence.Instances(master, start.TimeZone, at, at + Duration.FromMinutes(1)).Any(i => i.Start == start);
    }

    private static SandboxWorld Seeded(DateTimeOffset now)
    {
        var world = new SandboxWorld(new FakeTimeProvider(now));
        Seed.Own.Fill(world);
        return world;
    }

    private WorldEvent Event(string account, string title) =>
        _world.Find(account)!.Calendars.SelectMany(c => c.Events).Single(e => e.Title == title);

    private WorldMessage Message(string account, string subject) => _world.Find(account)!.Messages.Single(m => m.Content.Subject == subject);

    private static string Describe(SandboxWorld world) => world.Read(all => string.Join('\n', all.SelectMany(a =>
        a.Messages.Select(m => $"{a.Key} {m.Id} {m.ThreadId} {m.ReceivedAt} {m.Content}")
            .Concat(a.Calendars.SelectMany(c => c.Events).Select(e => $"{e.Id} {e.Title} {e.Start} {e.End}")))));
}
