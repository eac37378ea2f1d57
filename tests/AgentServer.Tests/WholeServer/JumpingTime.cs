namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>A time that stands still until somebody waits for some seconds, and then is there at once. Longer waits are limits, in real time.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _ticks;

    public void Jump(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _ticks));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime > LongestPause)
            return base.CreateTimer(callback, state, dueTime, period);
        Jump(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
