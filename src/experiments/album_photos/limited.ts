// The photos of several albums, a few at a time.
// npx tsx limited.ts [base URL] [albums=1-10] [limit=3]

async function limited(albums: number[], limit: number): Promise<Photo[]> {
  const withPermit = semaphore(limit);
  const calls = albums.map((album) =>
    withPermit(() => get<Photo[]>(`/photos?albumId=${album}`)),
  );
  return (await Promise.all(calls)).flat();
}

/** JavaScript has none: whoever ends hands the permit to whoever waits longest. */
function semaphore(permits: number) {
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (permits > 0) permits -= 1;
    else await new Promise<void>((myTurn) => waiting.push(myTurn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else permits += 1;
    }
  };
}

type Photo = { id: number; albumId: number; title: string; url: string };

async function get<T>(path: string): Promise<T> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`Status code: ${response.status}`);
  return (await response.json()) as T;
}

/** 1-3,7 as [1, 2, 3, 7] */
function numbers(text: string): number[] {
  return text.split(",").flatMap((piece) => {
    const [first, last = first] = piece.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
}

const [base = "https://jsonplaceholder.typicode.com", ...pairs] = process.argv.slice(2);
const param = (key: string, otherwise: string) =>
  pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? otherwise;

limited(numbers(param("albums", "1-10")), Number(param("limit", "3"))).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
