// One user, their posts, their todos, in turn.
// npx tsx sequential.ts [base URL] [user=1]

async function sequential(id: number): Promise<Dashboard> {
  const user = await get<User>(`/users/${id}`);
  const posts = await get<Post[]>(`/posts?userId=${id}`);
  const todos = await get<Todo[]>(`/todos?userId=${id}`);
  return { user, posts, todos };
}

type User = { id: number; name: string; username: string };
type Post = { id: number; userId: number; title: string; body: string };
type Todo = { id: number; userId: number; title: string; completed: boolean };
type Dashboard = { user: User; posts: Post[]; todos: Todo[] };

async function get<T>(path: string): Promise<T> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`Status code: ${response.status}`);
  return (await response.json()) as T;
}

const [base = "https://jsonplaceholder.typicode.com", ...pairs] = process.argv.slice(2);
const param = (key: string, otherwise: string) =>
  pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? otherwise;

sequential(Number(param("user", "1"))).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
