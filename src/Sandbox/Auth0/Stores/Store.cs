namespace TokenVaultAgent.Sandbox.Auth0.Stores;

/// <summary>Immutable records of one kind, in the order in which they came. Thread safe.</summary>
/// <param name="gate">Shared by all stores of a tenant, so that several can be changed as one.</param>
/// <param name="key">What one record alone has.</param>
internal sealed class Store<T>(Lock gate, Func<T, object> key)
    where T : class
{
    private readonly List<T> _items = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (gate) return _items.ToList();
        }
    }

    public T? Find(Predicate<T> isIt)
    {
        lock (gate) return _items.Find(isIt);
    }

    /// <summary>In the place of the one with the same key, or behind all.</summary>
    public void Put(T item)
    {
        lock (gate)
        {
            var at = _items.FindIndex(other => Equals(key(other), key(item)));
            if (at < 0)
                _items.Add(item);
            else
                _items[at] = item;
        }
    }

    public void Change(Predicate<T> isIt, Func<T, T> change)
    {
        lock (gate)
            for (var i = 0; i < _items.Count; i++)
                if (isIt(_items[i]))
                    _items[i] = change(_items[i]);
    }

    public void Remove(Predicate<T> isIt)
    {
        lock (gate) _items.RemoveAll(isIt);
    }

    public void Replace(IEnumerable<T> items)
    {
        lock (gate)
        {
            var all = items.ToList();
            _items.Clear();
            _items.AddRange(all);
        }
    }
}
