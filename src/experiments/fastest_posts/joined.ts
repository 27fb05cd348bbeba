// Posts of several users, all at once in the end.
// npx tsx joined.ts [base URL] [users=1-10]

async function joined(users: number[]): Promise<UserPosts[]> {
  return Promise.all(users.map((userId) => load(userId)));
}

type Post = { id: number; userId: number; title: string; body: string };
type UserPosts = { userId: number; posts: Post[] };

async function load(userId: number): Promise<UserPosts> {
  return { userId, posts: await get<Post[]>(`/posts?userId=${userId}`) };
}

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

joined(numbers(param("users", "1-10"))).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
