using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Tests.Web;

public sealed class AdjustableClockTests
{
    private readonly FakeTimeProvider _machine = new(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
    private readonly AdjustableClock _clock;

    public AdjustableClockTests() => _clock = new AdjustableClock(_machine);

    [Fact]
    public void It_goes_on_from_where_it_was_put()
    {
        var started = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMinutes(11));
        _machine.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(_machine.GetUtcNow() + TimeSpan.FromMinutes(11), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(12), _clock.GetElapsedTime(started));
    }

    [Fact]
    public void What_has_become_due_is_done_at_once_and_the_rest_sooner()
    {
        var done = new List<string>();
        using var soon = _clock.CreateTimer(_ => done.Add("soon"), null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        using var late = _clock.CreateTimer(_ => done.Add("late"), null, TimeSpan.FromMinutes(12), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(["soon"], done);
        _machine.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["soon"], done);
        _machine.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["soon", "late"], done);
    }

    [Fact]
    public void What_repeats_goes_on_at_its_pace()
    {
        var times = 0;
        using var timer = _clock.CreateTimer(_ => times++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

        _clock.Advance(TimeSpan.FromMinutes(30));
        _machine.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(3, times);
    }

    [Fact]
    public void What_was_put_off_or_ended_stays_so()
    {
        var times = 0;
        var ended = _clock.CreateTimer(_ => times++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        using var stopped = _clock.CreateTimer(_ => times++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        ended.Dispose();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, times);
    }

    [Fact]
    public void It_cannot_be_put_back() => Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromSeconds(-1)));
}
